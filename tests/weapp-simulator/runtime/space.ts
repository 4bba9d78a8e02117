import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { TAGS } from './elements'
import { given } from './host'

/** What somebody does with a finger, at most so long ago, counts as "within a tap", milliseconds. */
const TAP_LASTS = 300
let tappedAt = -Infinity

/** EventBubbleStatus of glass-easel, a const enum other compilers cannot read. */
const [GOES_ON, STOPPED] = [0, 1] as const

/** Whether WeChat would take this as the answer to a tap. */
export const withinTap = (): boolean => performance.now() - tappedAt <= TAP_LASTS

class PageContext extends glassEasel.CurrentWindowBackendContext {}
// The detail of our elements' own events; native events of the browser have none.
Object.assign(PageContext.prototype, { _$getEventDetail: (event: Event) => (event instanceof CustomEvent ? (event.detail as unknown) : {}) })

type Group = Parameters<ReturnType<MiniProgramEnv['createCodeSpace']>['addCompiledTemplate']>[1]

/** glass-easel with the compiled build in it. */
export function createSpace() {
  glassEasel.globalOptions.throwGlobalError = true
  const env = new MiniProgramEnv()
  const space = env.createCodeSpace('', true)
  for (const tag of TAGS) if (tag !== 'block') space.getComponentSpace().setGlobalUsingComponent(tag, `wx-${tag}`)
  keepIds(space)

  const context = new PageContext()
  const backend = env.associateBackend(context)
  context.onEvent((target, type, detail, options) => {
    if (type === 'tap') tappedAt = performance.now()
    const event = new glassEasel.Event(type, detail, options)
    glassEasel.Event.dispatchEvent(target, event)
    return event.defaultPrevented() ? STOPPED : GOES_ON
  })

  const { configs, styles, templates } = given.program
  // The template compiler answers a script; the browser reads it here once.
   
  const groups = (new Function(`return ${templates}`) as () => Record<string, unknown>)()
  for (const [path, content] of Object.entries(groups)) space.addCompiledTemplate(path, { groupList: groups, content, fallbackListenerOnNativeNode: true } as unknown as Group)
  for (const [path, config] of Object.entries(configs)) space.addComponentStaticConfig(path, config as never)
  for (const [path, css] of Object.entries(styles)) {
    context.registerStyleSheetContent(path, css)
    space.addStyleSheet(path, path)
  }
  return { space, backend }
}
export type Space = ReturnType<typeof createSpace>

/** Selectors of tests and `createSelectorQuery` need the ids that wxml gives. */
function keepIds(space: ReturnType<MiniProgramEnv['createCodeSpace']>): void {
  const inner = space as unknown as { prepareComponentOptions: (...args: unknown[]) => [Record<string, unknown>, ...unknown[]] }
  const prepare = inner.prepareComponentOptions.bind(space)
  inner.prepareComponentOptions = (...args) => {
    const prepared = prepare(...args)
    Object.assign(prepared[0], { idPrefixGenerator: null, writeIdToDOM: true })
    return prepared
  }
}
