import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portProblem, portSentence } from '../../scripts/lib/port.mjs'
import { startService } from '../../scripts/lib/service.mjs'

const folder = mkdtempSync(join(tmpdir(), 'pioneer-service-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A stand-in for the built service: a script with these lines. */
function entryOf(name: string, text: string): string {
  const file = join(folder, `${name}.cjs`)
  writeFileSync(file, text)
  return file
}

describe('startService', () => {
  it('passes on progress and log lines, and answers when the service is ready', async () => {
    const progress: string[] = []
    const log: string[] = []
    const entry = entryOf('good', `
      const stay = setInterval(() => undefined, 1000)
      process.on('SIGTERM', () => clearInterval(stay))
      console.log('progress: one')
      console.log('{"level":40}')
      console.log('ready {"url":"http://127.0.0.1:1","accounts":[]}')`)
    const { child, ready } = await startService({ entry, onProgress: (line) => progress.push(line), onLog: (line) => log.push(line) })
    expect(ready).toEqual({ url: 'http://127.0.0.1:1', accounts: [] })
    expect(progress).toEqual(['one'])
    expect(log).toEqual(['{"level":40}'])
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('gives the sentence of a service that cannot start', async () => {
    const entry = entryOf('fatal', "console.error('fatal: the folder is in use'); process.exitCode = 3")
    await expect(startService({ entry })).rejects.toThrow(/^the folder is in use$/)
  })

  it('gives the last words of a service that breaks without a sentence', async () => {
    const entry = entryOf('broken', "throw new Error('something odd')")
    await expect(startService({ entry })).rejects.toThrow('something odd')
  })
})

it('portProblem tells a taken port from a free one', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as AddressInfo
  expect(await portProblem(port, '127.0.0.1')).toBe('EADDRINUSE')
  await new Promise((resolve) => taken.close(resolve))
  expect(await portProblem(port, '127.0.0.1')).toBeNull()
  expect(portSentence('EADDRINUSE', 3000)).toContain('PORT=3001 npm start')
})
