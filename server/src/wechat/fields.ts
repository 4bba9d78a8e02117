/**
 * Values of a subscribe message's fields. WeChat refuses a whole message (47003) for one value that breaks its field's rule
 * (发送订阅消息, 参数值内容限制说明), so what does not fit is cut here, at a place where it still reads.
 */

const CUT = '…'
/** Line breaks, control characters, direction marks and lone halves of characters. */
const UNWANTED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu
const HAN = /\p{Script=Han}/u

/** One line, single spaces, nothing invisible. */
const plain = (text: string): string => text.replace(UNWANTED, ' ').replace(/\s+/g, ' ').trim()

/** At most so many UTF-16 units, the last of them `…` when something was cut; never half a character. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  let out = ''
  for (const character of text) {
    if (out.length + character.length > most - CUT.length) break
    out += character
  }
  return `${out.trimEnd()}${CUT}`
}

/** Only the characters that a pattern takes, at most so many of them. */
function only(text: string, pattern: RegExp, most: number): string {
  return [...text].filter((character) => pattern.test(character)).slice(0, most).join('')
}

const BUILDERS: Readonly<Record<string, (text: string) => string>> = {
  /** 20 characters of any kind. */
  thing: (text) => cut(text, 20),
  /** 5 Chinese characters. */
  phrase: (text) => only(text, HAN, 5),
  /** 32 letters, digits and signs, nothing Chinese. */
  character_string: (text) => only(text, /[\x21-\x7e]/, 32),
  /** 32 digits with a decimal point. */
  number: (text) => /^-?\d+(\.\d+)?/.exec(text)?.[0].slice(0, 32).replace(/\.$/, '') ?? '',
  /** `2026年11月20日 09:00` as it comes. */
  time: (text) => text,
  date: (text) => text,
}

/** What stands in a field that has nothing to say: an empty value is refused as well. */
const EMPTY: Readonly<Record<string, string>> = { thing: '无', phrase: '无', character_string: '-', number: '0' }

/** The type of a field by its key: `thing1` is a `thing`. */
const typeOf = (key: string): string => key.replace(/\d+$/, '')

/** Whether this service knows how to fill such a field. */
export const isKnownField = (key: string): boolean => /\d$/.test(key) && typeOf(key) in BUILDERS

/** The value of a field, made to fit its rule. Throws for a field of a type this service does not know, and for a time that is none. */
export function fieldValue(key: string, text: string): string {
  const type = typeOf(key)
  const build = BUILDERS[type]
  if (!build) throw new Error(`no rule for the template field ${key}`)
  const value = build(plain(text)) || (EMPTY[type] ?? '')
  if (value === '') throw new Error(`nothing to put into the template field ${key}`)
  return value
}
