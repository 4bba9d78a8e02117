import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { runtimeScript } from './bundle'

export interface PageServer { url: string; close: () => Promise<void> }

const PAGE = join(__dirname, '../runtime/index.html')

/** Serves the simulator's page on loopback, with what `given` answers when the page asks, and the pictures of the build. */
export async function servePage(dist: string, given: () => object): Promise<PageServer> {
  const script = await runtimeScript()
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://simulator').pathname
    const send = (type: string, text: string | Buffer): void => { response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text) }
    if (path === '/') return send('text/html; charset=utf-8', readFileSync(PAGE))
    if (path === '/runtime.js') return send('text/javascript; charset=utf-8', script)
    if (path === '/given.js') return send('text/javascript; charset=utf-8', `window.simGiven=${JSON.stringify(given())}`)
    const file = join(dist, normalize(path.replace(/^\/dist\//, '/')))
    if (path.startsWith('/dist/') && file.startsWith(dist) && existsSync(file)) return createReadStream(file).pipe(response)
    return response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
