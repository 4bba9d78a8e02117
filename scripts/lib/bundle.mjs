import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { at } from './top.mjs'

/** A file that asks where it stands is answered as if it ran from its own folder. */
const whereItStands = {
  name: 'where-it-stands',
  setup(build) {
    build.onLoad({ filter: /[\\/]tests[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      return { loader: 'ts', contents: text.includes('__dirname') ? `const __dirname = ${JSON.stringify(dirname(path))}\n${text}` : text }
    })
    build.onResolve({ filter: /[\\/]scripts[\\/]lib[\\/][\w-]+\.mjs$/ }, ({ path }) => ({ path: pathToFileURL(at('scripts', 'lib', path.replace(/^.*[\\/]/, ''))).href, external: true }))
  },
}

/**
 * Bundles a TypeScript program of the tests and loads it; packages stay outside.
 * @param {string} name of the bundle in .cache
 * @param {string} entry
 */
export async function loadTypeScript(name, entry) {
  // Only where packages are installed: the start script must load this file's neighbours without them.
  const { build } = await import('esbuild')
  const outfile = at('.cache', `${name}.mjs`)
  await build({
    entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'silent', plugins: [whereItStands],
    alias: { '@pioneer/shared-types': at('shared-types', 'src') },
  })
  return import(pathToFileURL(outfile).href)
}
