import { given } from './host'
import { fault } from './report'

/** What a file sees beside `require`, `module` and `exports`: nothing of the browser. */
type Surroundings = Record<string, unknown>

const HIDDEN = ['window', 'document', 'location', 'navigator', 'localStorage', 'sessionStorage', 'XMLHttpRequest', 'fetch', 'WebSocket', 'crypto', 'TextEncoder', 'TextDecoder', 'btoa', 'atob', 'self']

function resolve(from: string, to: string): string {
  const parts = to.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of to.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

interface Loaded { exports: unknown }

/** The module loader of a mini-program: CommonJS over the files of the build, each run once. */
export function createModules(surroundings: Surroundings) {
  const { scripts } = given.program
  const loaded = new Map<string, Loaded>()
  const names = Object.keys(surroundings)
  const global = {}

  function fileOf(id: string): string {
    if (scripts[id] !== undefined) return id
    if (scripts[`${id}.js`] !== undefined) return `${id}.js`
    if (scripts[`${id}/index.js`] !== undefined) return `${id}/index.js`
    fault('module', `module '${id}' is not defined`)
    throw new Error(`module '${id}' is not defined`)
  }

  function load(id: string): unknown {
    const file = fileOf(id)
    const known = loaded.get(file)
    if (known) return known.exports
    const module: Loaded = { exports: {} }
    loaded.set(file, module)
    // The one place where code of the build is run: as WeChat does, as the body of a function with its own names.
     
    const run = new Function('require', 'module', 'exports', 'global', 'globalThis', ...names, ...HIDDEN, `${scripts[file] ?? ''}\n//# sourceURL=weapp:///${file}`) as (...args: unknown[]) => void
    run((to: string) => load(resolve(file, to)), module, module.exports, global, global, ...names.map((name) => surroundings[name]))
    return module.exports
  }
  return { load, has: (id: string): boolean => scripts[`${id}.js`] !== undefined, resolve }
}
