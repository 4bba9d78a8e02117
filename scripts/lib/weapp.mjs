import { createRequire } from 'node:module'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { at } from './top.mjs'

/**
 * Reads and compiles a built mini-program as the simulator of the tests does.
 * @param {string} folder
 * @returns {Promise<{diagnostics: {file: string, line: number | null, message: string}[]}>}
 */
export async function compileWeapp(folder) {
  // Only where packages are installed: the start script must load this file's neighbours without them.
  const { build } = await import('esbuild')
  const outfile = at('.cache', 'weapp-compile.cjs')
  await mkdir(dirname(outfile), { recursive: true })
  await build({ entryPoints: [at('tests', 'weapp-simulator', 'host', 'compile.ts')], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', packages: 'external', logLevel: 'silent' })
  const { compile } = createRequire(import.meta.url)(outfile)
  return compile(folder)
}
