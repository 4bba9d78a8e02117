import { Script } from 'node:vm'
import { TmplGroup } from 'glass-easel-template-compiler'
import type { AppConfig, Program, UnitConfig } from '../shapes'
import { undeclaredCalls } from '../privacy'
import { resolveFrom, textsOf, withoutEnding } from './files'
import { BUILT_INS, inlineImports, toCss, unclosed } from './styles'

/** Something in the build WeChat would refuse, or would run into. All of them are fatal. */
export interface Diagnostic { file: string; line: number | null; message: string }

export interface Compiled { program: Program; diagnostics: Diagnostic[] }

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What the template compiler answers for each finding. */
interface TemplateFinding { level: string; message: string; startLine: number }

/** Reads and compiles a built mini-program. Nothing is thrown for what is wrong in it: that stands in `diagnostics`. */
export async function compile(dist: string): Promise<Compiled> {
  const texts = await textsOf(dist, ['.js', '.json', '.wxml', '.wxss', '.wxs'])
  const diagnostics: Diagnostic[] = []
  const say = (file: string, line: number | null, message: string): void => { diagnostics.push({ file, line, message }) }
  const byEnding = (ending: string): [string, string][] => [...texts].filter(([path]) => path.endsWith(ending))

  const configs: Record<string, UnitConfig> = {}
  for (const [path, text] of byEnding('.json')) {
    try {
      configs[withoutEnding(path)] = JSON.parse(text) as UnitConfig
    } catch (error) {
      say(path, null, messageOf(error))
    }
  }
  const app = (configs['app'] ?? { pages: [] }) as unknown as AppConfig
  const scripts = Object.fromEntries(byEnding('.js'))
  for (const [path, code] of Object.entries(scripts)) {
    checkScript(path, code, say)
    for (const name of undeclaredCalls(code)) say(path, null, `${name} is guarded by WeChat and not declared: see tests/weapp-simulator/privacy.ts`)
  }
  const { templates } = compileTemplates(byEnding('.wxml'), byEnding('.wxs'), texts, say)
  const styles = compileStyles(byEnding('.wxss'), say)
  checkUnits(app, configs, texts, say)
  return { program: { app, scripts, configs, styles, templates }, diagnostics }
}

type Say = (file: string, line: number | null, message: string) => void

function checkScript(path: string, code: string, say: Say): void {
  try {
    // As the mini-program's loader reads it: the body of a function.
    new Script(`(function (require, module, exports) {${code}\n})`, { filename: path })
  } catch (error) {
    say(path, null, messageOf(error))
  }
}

function compileTemplates(wxml: [string, string][], wxs: [string, string][], texts: ReadonlyMap<string, string>, say: Say): { templates: string } {
  const group = new TmplGroup()
  for (const [path, code] of wxs) {
    checkScript(path, code, say)
    group.addScript(withoutEnding(path), code)
  }
  for (const [path, text] of wxml) {
    for (const finding of group.addTmpl(withoutEnding(path), text) as TemplateFinding[]) say(path, finding.startLine + 1, finding.message)
    for (const target of group.getDirectDependencies(withoutEnding(path)) as string[]) if (!texts.has(`${target}.wxml`)) say(path, null, `import of ${target}.wxml: no such file`)
    for (const target of group.getScriptDependencies(withoutEnding(path)) as string[]) if (!texts.has(`${target}.wxs`)) say(path, null, `wxs ${target}.wxs: no such file`)
    for (const handler of handlersOf(text)) if (!HANDLERS.has(handler)) say(path, null, `event handler ${handler}: the pages of this build have none of this name`)
  }
  const templates = group.getTmplGenObjectGroups()
  group.free()
  return { templates }
}

/** Taro's pages take every event by one method. */
const HANDLERS: ReadonlySet<string> = new Set(['eh'])
const handlersOf = (wxml: string): Set<string> => new Set([...wxml.matchAll(/\s(?:capture-)?(?:bind|catch|mut-bind):?[a-z]+="([^"{}]*)"/g)].map((match) => match[1] ?? ''))

function compileStyles(wxss: [string, string][], say: Say): Record<string, string> {
  const sheets = new Map(wxss)
  const styles: Record<string, string> = {}
  for (const [path, text] of wxss) {
    const wrong = unclosed(text)
    if (wrong) say(path, wrong.line, wrong.message)
    try {
      styles[withoutEnding(path)] = toCss(inlineImports(path, sheets))
    } catch (error) {
      say(path, null, messageOf(error))
    }
  }
  return styles
}

/** All pages of app.json, those of subpackages with their root. */
export const pagesOf = (app: AppConfig): string[] => [...app.pages, ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => `${root.replace(/\/$/, '')}/${page}`))]

function checkUnits(app: AppConfig, configs: Readonly<Record<string, UnitConfig>>, texts: ReadonlyMap<string, string>, say: Say): void {
  if (app.pages.length === 0) say('app.json', null, 'names no pages')
  if (!texts.has('app.js')) say('app.js', null, 'is missing')
  const pages = pagesOf(app)
  for (const page of pages) for (const ending of ['js', 'json', 'wxml']) if (!texts.has(`${page}.${ending}`)) say('app.json', null, `page ${page}: ${page}.${ending} is missing`)
  for (const { pagePath } of app.tabBar?.list ?? []) if (!app.pages.includes(pagePath)) say('app.json', null, `tab ${pagePath} is no page of the main package`)
  for (const root of Object.values(app.preloadRule ?? {}).flatMap(({ packages }) => packages)) {
    if (!(app.subPackages ?? []).some((candidate) => candidate.root === root)) say('app.json', null, `preloadRule names ${root}, which is no subpackage`)
  }
  const units = [...pages, ...(app.tabBar?.custom === true ? ['custom-tab-bar/index'] : [])]
  const seen = new Set<string>()
  for (let unit = units.pop(); unit !== undefined; unit = units.pop()) {
    if (seen.has(unit)) continue
    seen.add(unit)
    for (const [name, target] of Object.entries(configs[unit]?.usingComponents ?? {})) {
      const path = resolveFrom(unit, target)
      if (BUILT_INS.some((tag) => tag === name)) say(`${unit}.json`, null, `component ${name} has the name of a built-in`)
      for (const ending of ['js', 'json', 'wxml']) if (!texts.has(`${path}.${ending}`)) say(`${unit}.json`, null, `component ${name}: ${path}.${ending} is missing`)
      if (texts.has(`${path}.json`) && configs[path]?.component !== true) say(`${path}.json`, null, 'is used as a component and does not say "component": true')
      units.push(path)
    }
  }
  if (app.tabBar?.custom === true) for (const ending of ['js', 'json', 'wxml']) if (!texts.has(`custom-tab-bar/index.${ending}`)) say('app.json', null, `custom-tab-bar/index.${ending} is missing`)
  checkModules(texts, say)
}

/** `require` of a file that is not there ends the app at launch. */
function checkModules(texts: ReadonlyMap<string, string>, say: Say): void {
  for (const [path, code] of texts) {
    if (!path.endsWith('.js')) continue
    for (const match of code.matchAll(/\brequire\("(\.{1,2}\/[^"]+)"\)/g)) {
      const target = resolveFrom(path, match[1] ?? '')
      if (!texts.has(target) && !texts.has(`${target}.js`) && !texts.has(`${target}/index.js`)) say(path, null, `require of ${match[1] ?? ''}: no such file`)
    }
  }
}
