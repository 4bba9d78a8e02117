import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Starts the service as a process and answers how to order it about. */
export async function startService(uri, counting) {
  const child = fork(fileURLToPath(new URL('service.mjs', import.meta.url)), [JSON.stringify({ uri, counting })], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const waiting = new Map()
  let n = 0
  const url = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)))
    child.on('message', (message) => {
      if (message.ready) return resolve(message.ready)
      const { done, failed } = waiting.get(message.n)
      waiting.delete(message.n)
      return message.error ? failed(new Error(message.error)) : done(message.answer)
    })
  })
  const order = (name, given = {}) => new Promise((done, failed) => {
    n += 1
    waiting.set(n, { done, failed })
    child.send({ n, order: name, ...given })
  })
  return { url, order, stop: async () => { await order('stop'); await new Promise((resolve) => { child.once('exit', resolve) }) } }
}
