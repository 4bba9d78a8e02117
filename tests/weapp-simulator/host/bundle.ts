import { join } from 'node:path'
import { build } from 'esbuild'

let bundled: Promise<string> | null = null

/** The simulator's own script for the page, made once a process. */
export function runtimeScript(): Promise<string> {
  bundled ??= build({
    entryPoints: [join(__dirname, '../runtime/main.ts')], bundle: true, write: false, format: 'iife', target: 'chrome115', charset: 'utf8', logLevel: 'silent', sourcemap: 'inline',
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '')
  return bundled
}
