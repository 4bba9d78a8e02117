import http from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** A client that keeps its connections, as phones behind one proxy do; as many at once as the moment asks for. */
export function createClient(origin) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 1024 })
  const { hostname, port } = new URL(origin)
  return {
    request(method, path, { token, body } = {}) {
      const payload = body === undefined ? undefined : JSON.stringify(body)
      return new Promise((resolve, reject) => {
        const request = http.request({
          agent, hostname, port, method, path,
          headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(payload ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } : {}) },
        }, (response) => {
          const chunks = []
          response.on('data', (chunk) => chunks.push(chunk))
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8')
            resolve({ status: response.statusCode, body: text.startsWith('{') ? JSON.parse(text) : null })
          })
        })
        request.on('error', reject)
        request.end(payload)
      })
    },
    close: () => agent.destroy(),
  }
}

/**
 * Open model: every piece of work begins at its own time, whatever became of those before; latency counts from that time, so that a service that
 * stalls cannot hide it. `times` in milliseconds from the beginning, ascending.
 */
export async function openLoop(times, work) {
  const began = performance.now()
  const running = []
  for (let index = 0; index < times.length; index += 1) {
    const due = times[index] - (performance.now() - began)
    if (due > 1) await pause(due)
    running.push(work(index).then((result) => ({ result, latency: performance.now() - began - times[index], at: performance.now() })))
  }
  return Promise.all(running)
}

/** Closed model: so many at once, each takes the next piece when its last is done. Answers pieces a second. */
export async function closedLoop(count, concurrency, work) {
  let next = 0
  const began = performance.now()
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, async () => {
    while (next < count) {
      const index = next
      next += 1
      await work(index)
    }
  }))
  return count / ((performance.now() - began) / 1000)
}
