import type { BrowserContext } from 'playwright-core'

declare global {
  /** In the pages of a phone. */
  var tellStrayWord: (sentence: string) => Promise<void>
}

/** What stands on a page when something went wrong behind it: leftovers of code, and English. */
const STRAY = /undefined|NaN|\[object|Invalid Date|[A-Za-z]*Error\b|\b[A-Za-z]?[a-z]{2,}\b/u
/** Words and addresses that belong there, and the names of the demo's accounts on its login page. */
const KNOWN = /^(?:member2?|secretary|committee)$|https?:\/\/\S+|\b(?:[\d.]+:\d+\/\S+|Excel|xlsx?|csv|json|App|Wi-Fi)\b/gu

/** Watches every page of a phone while it changes; each stray word is told once. */
export async function watchWords(context: BrowserContext, found: string[]): Promise<void> {
  await context.exposeBinding('tellStrayWord', (_source, sentence: string) => {
    if (!found.includes(sentence)) found.push(sentence)
  })
  await context.addInitScript(({ stray, known }) => {
    let waiting = false
    const look = (): void => {
      waiting = false
      for (const line of document.body?.innerText.split('\n') ?? []) {
        if (new RegExp(stray, 'u').test(line.replace(new RegExp(known, 'gu'), ''))) void tellStrayWord(`on the page: ${line.trim()}`)
      }
    }
    const changed = (): void => {
      if (waiting) return
      waiting = true
      setTimeout(look, 60)
    }
    new MutationObserver(changed).observe(document, { subtree: true, childList: true, characterData: true })
  }, { stray: STRAY.source, known: KNOWN.source })
}
