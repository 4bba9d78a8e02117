import { createInterface } from 'node:readline'
import { at } from './top.mjs'
import { start } from './run.mjs'

/** The service could not start; the message is its own sentence for the operator. */
export class StartError extends Error {}

/**
 * Starts the built service and waits until it answers. The service speaks in lines on stdout, `progress: <sentence>` and
 * finally `ready {json}`, and gives `fatal: <sentence>` on stderr when it cannot start; all else goes to `onLog`.
 * @param {{entry?: string, env?: Record<string, string>, ownGroup?: boolean, onSpawn?: (child: import('node:child_process').ChildProcess) => void, onProgress?: (sentence: string) => void, onLog?: (line: string) => void}} options
 * @returns {Promise<{child: import('node:child_process').ChildProcess, ready: {url: string, accounts?: object[], wechatApi?: string}}>}
 */
export function startService({ entry = at('server', 'dist', 'main.js'), env, ownGroup = true, onSpawn = () => undefined, onProgress = () => undefined, onLog = () => undefined }) {
  const child = start(process.execPath, ['--enable-source-maps', entry], { env, ownGroup })
  onSpawn(child)
  let fatal = ''
  const lastWords = []
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('progress: ')) onProgress(line.slice('progress: '.length))
      else if (line.startsWith('ready {')) resolve({ child, ready: JSON.parse(line.slice('ready '.length)) })
      else onLog(line)
    })
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.startsWith('fatal: ')) fatal = line.slice('fatal: '.length)
      else onLog(line)
      lastWords.push(line)
      if (lastWords.length > 20) lastWords.shift()
    })
    child.once('error', (error) => reject(new StartError(error.message)))
    child.once('close', (code, signal) => {
      reject(new StartError(fatal || `服务没有启动就退出了（${signal ?? code}）。 / The service ended before it was ready (${signal ?? code}).\n${lastWords.join('\n')}`))
    })
  })
}
