import { spawn } from 'node:child_process'
import { top } from './top.mjs'

const KEEP = 4_000_000
const GRACE = 5_000
const groups = process.platform !== 'win32'

/** Children of this process that have not ended. */
const children = new Set()

/**
 * Starts a program. It gets a process group of its own, so that Ctrl-C reaches only us and we end it in order;
 * `ownGroup: false` keeps it in ours, so that it cannot outlive whoever ends our group.
 */
export function start(command, args, { cwd = top, env = {}, stdio = ['ignore', 'pipe', 'pipe'], ownGroup = true } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio, detached: groups && ownGroup })
  children.add(child)
  child.once('close', () => children.delete(child))
  child.once('error', () => children.delete(child))
  return child
}

/** Signals a child and what it started itself. */
export function signal(child, name) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    if (groups) process.kill(-child.pid, name)
    else child.kill(name)
  } catch {
    // It ended in between.
  }
}

/** Ends every child that is left: asks first, insists after five seconds. */
export async function stopChildren() {
  const left = [...children]
  await Promise.all(left.map((child) => new Promise((resolve) => {
    child.once('close', resolve)
    signal(child, 'SIGTERM')
    setTimeout(() => signal(child, 'SIGKILL'), GRACE).unref()
  })))
}

/**
 * Runs a program to its end. Never throws: answers `{ code, output, timedOut }`, with code 127 when it could not be started.
 * `timeout` in milliseconds.
 */
export function run(command, args, { timeout, ...options } = {}) {
  return new Promise((resolve) => {
    let child
    let output = ''
    let timedOut = false
    const collect = (chunk) => {
      output += chunk
      if (output.length > KEEP) output = output.slice(-KEEP)
    }
    child = start(command, args, options)
    child.stdout?.setEncoding('utf8').on('data', collect)
    child.stderr?.setEncoding('utf8').on('data', collect)
    const limit = timeout === undefined ? undefined : setTimeout(() => {
      timedOut = true
      signal(child, 'SIGTERM')
      setTimeout(() => signal(child, 'SIGKILL'), GRACE).unref()
    }, timeout)
    child.once('error', (error) => {
      clearTimeout(limit)
      resolve({ code: 127, output: `${output}\n${error.message}`, timedOut })
    })
    child.once('close', (code) => {
      clearTimeout(limit)
      resolve({ code: code ?? 1, output, timedOut })
    })
  })
}

/** Runs a program of node_modules/.bin by its script, so that it works on every system. */
export const runNode = (script, args = [], options = {}) => run(process.execPath, [script, ...args], options)
