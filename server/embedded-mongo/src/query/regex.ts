import { StoreError, notImplemented } from '../errors';
import { Regex } from '../bson/values';
import type { PatternTest } from './ast';

/** Constructs that PCRE and JavaScript read differently, or that only PCRE knows. */
const REFUSED = /\(\?(?![:=!])|\\[AZzGQEpPXRKNhHvVkgCou]|\[\[:|[*+?}]\+|\(\*/;

/** Turns a BSON regular expression into a test; refuses what JavaScript would read differently. */
export function parsePattern(pattern: string, options: string): PatternTest {
  const flags = new Set(options);
  for (const flag of flags) {
    if (!'imsu'.includes(flag)) throw 'x'.includes(flag) ? notImplemented(`$regex option '${flag}'`) : new StoreError('BadValue', `invalid flag in regex options: ${flag}`);
  }
  if (REFUSED.test(pattern)) throw notImplemented(`the regular expression /${pattern}/`);
  const wanted = [...flags].filter((flag) => flag !== 'u').join('');
  return { op: 'regex', pattern: compile(pattern, wanted), prefix: flags.size === 0 ? literalPrefix(pattern) : undefined, value: new Regex(pattern, options) };
}

function compile(pattern: string, flags: string): RegExp {
  // PCRE's $ also matches before a final line break; JavaScript's does not.
  const same = flags.includes('m') ? pattern : pattern.replace(/((?:^|[^\\])(?:\\\\)*)\$$/, '$1(?=\\n?$)');
  for (const mode of ['u', '']) {
    try {
      return new RegExp(same, flags.replace('m', 'm') + mode);
    } catch {
      // Unicode mode rejects harmless escapes such as \- that PCRE allows: the plain mode takes them.
    }
  }
  throw new StoreError('BadValue', `Regular expression is invalid: ${pattern}`);
}

function literalPrefix(pattern: string): string | undefined {
  if (!pattern.startsWith('^') || pattern.includes('|')) return undefined;
  let text = '';
  for (let i = 1; i < pattern.length; i++) {
    let char = pattern[i] as string;
    if (char === '\\') {
      const next = pattern[i + 1];
      if (!next || /[A-Za-z0-9]/.test(next)) break;
      char = next;
      i++;
    } else if ('.*+?()[]{}^$'.includes(char)) break;
    if ('*?{'.includes(pattern[i + 1] ?? ' ')) break;
    text += char;
  }
  return text || undefined;
}
