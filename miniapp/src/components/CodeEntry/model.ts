/** Digits of the typed code (口令). */
export const CODE_LENGTH = 6

export type CodeKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'clear' | 'delete'

/** The code after one key; a full code takes no more digits. */
export function press(code: string, key: CodeKey): string {
  if (key === 'clear') return ''
  if (key === 'delete') return code.slice(0, -1)
  return code.length < CODE_LENGTH ? code + key : code
}

/** The key a hardware keyboard means, if any. */
export function codeKeyOf(name: string): CodeKey | null {
  if (/^\d$/.test(name)) return name as CodeKey
  if (name === 'Backspace') return 'delete'
  return name === 'Escape' ? 'clear' : null
}
