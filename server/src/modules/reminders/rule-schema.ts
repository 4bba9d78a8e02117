import { Type, type Static } from '@sinclair/typebox'
import { Day, Nullable, Strict } from '@pioneer/shared-types/common/schemas'
import { TEMPLATE_KEYS, type TemplateKey } from '@pioneer/shared-types/constants'
import { checkData, Word } from '../../kernel/rule-data'
import { isKnownField } from '../../wechat/fields'

/** What reminders are about, and the words each kind of text may use. */
const WORDS = {
  activity: ['title', 'day', 'time', 'place', 'startTime', 'note', 'id', 'gain', 'reason'],
  paper: ['title', 'begins', 'due', 'dueTime', 'questions', 'note', 'id'],
  points: ['heading', 'delta', 'source', 'reason'],
  account: ['device', 'day', 'time'],
} as const
type About = keyof typeof WORDS

/** Every rule the service knows to apply, and what it is about. */
export const ABOUT = {
  'meeting-soon': 'activity', 'meeting-started': 'activity', 'remind-sign-in': 'activity', 'remind-reply': 'activity',
  'paper-due': 'paper', 'paper-assigned': 'paper', 'remind-paper': 'paper',
  'sign-in-approved': 'activity', 'sign-in-rejected': 'activity', 'leave-approved': 'activity', 'leave-rejected': 'activity',
  'points-corrected': 'points', 'account-bound': 'account', 'account-unbound': 'account',
} as const satisfies Record<string, About>
export type RuleCode = keyof typeof ABOUT
const CODES = Object.keys(ABOUT) as RuleCode[]

const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const Minutes = Type.Integer({ minimum: 0, maximum: 7 * 24 * 60 })
const Seconds = Type.Array(Type.Integer({ minimum: 1, maximum: 86_400 }), { minItems: 1 })

const ReminderRule = Strict({
  code: Word(CODES),
  kind: Word(['meeting', 'reply', 'sign-in', 'paper', 'lesson', 'decision', 'points', 'account', 'duty'] as const),
  /** Texts with words in braces. */
  title: Type.String({ minLength: 1 }), text: Type.String({ minLength: 1 }),
  link: Word(['activity', 'paper', 'points', 'bind'] as const),
  /** It can be answered in place: 参加 or 请假. */
  answer: Type.Boolean(),
  /** The WeChat message beside the inbox; null: inbox only. */
  wechat: Nullable(Strict({ template: Word(TEMPLATE_KEYS), note: Type.String({ minLength: 1 }) })),
  /** By itself, so long before the start or the deadline; one that is later than `overdueMinutes` is not made any more. Null: somebody asks for it. */
  when: Nullable(Strict({ minutesBefore: Minutes, overdueMinutes: Minutes })),
})
export type ReminderRule = Static<typeof ReminderRule>

const Template = Strict({
  key: Word(TEMPLATE_KEYS), name: Type.String({ minLength: 1 }), page: Type.String({ minLength: 1 }),
  fields: Type.Array(Strict({ key: Type.String(), text: Type.String({ minLength: 1 }) }), { minItems: 1 }),
})

const ReminderRules = Strict({
  version: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1 }),
  /** Shanghai day from which it is in force. */
  effectiveFrom: Day,
  /** Shanghai wall clock: no WeChat message goes out from `from` to `to` of the next morning. */
  quiet: Strict({ from: Clock, to: Clock }),
  /** How far ahead reminders are planned. */
  planAheadMinutes: Type.Integer({ minimum: 1, maximum: 60 }),
  /** The shortest interval between two reminders of one list by hand. */
  byHandMinutes: Minutes,
  rules: Type.Array(ReminderRule, { minItems: 1 }),
  templates: Type.Array(Template),
  /** What WeChat's answers mean; the seconds to wait before each further try, which also say how often it is tried. */
  answers: Strict({
    notReached: Seconds, unknown: Seconds,
    noCredit: Type.Array(Type.Integer()),
    retry: Type.Array(Strict({ errcode: Type.Integer(), after: Seconds })),
    end: Type.Array(Type.Integer()),
  }),
})
/** A version of the rules of reminding. A version in force never changes: new rules are a new version. */
export type ReminderRules = Static<typeof ReminderRules>

const wordsIn = (text: string): string[] => [...text.matchAll(/\{(\w*)\}/g)].map((match) => match[1] ?? '')

/** Checks shape and sense of a version; throws an Error that names what is wrong. */
export function parseReminderRules(data: unknown): ReminderRules {
  const rules = checkData(ReminderRules, data, 'reminder rules')
  const fail = (what: string): never => { throw new Error(`reminder rules v${rules.version}: ${what}`) }
  const once = (names: readonly (string | number)[], what: string): void => {
    if (new Set(names).size !== names.length) fail(`${what} stands twice`)
  }
  const known = (text: string, words: readonly string[], where: string): void => {
    for (const word of wordsIn(text)) if (!words.includes(word)) fail(`${where} knows no word {${word}}`)
  }
  once(rules.rules.map((rule) => rule.code), 'a code')
  once(rules.templates.map((template) => template.key), 'a template')
  once([...rules.answers.noCredit, ...rules.answers.retry.map((row) => row.errcode), ...rules.answers.end], 'an errcode')
  for (const code of CODES) if (!rules.rules.some((rule) => rule.code === code)) fail(`${code} is missing`)
  for (const rule of rules.rules) {
    const words = WORDS[ABOUT[rule.code]]
    for (const text of [rule.title, rule.text, rule.wechat?.note ?? '']) known(text, words, rule.code)
    if (rule.wechat && !rules.templates.some((template) => template.key === rule.wechat?.template)) fail(`${rule.code} has no template`)
  }
  for (const template of rules.templates) {
    const about: TemplateKey = template.key
    const words = WORDS[about === 'meeting' ? 'activity' : 'paper']
    once(template.fields.map((field) => field.key), `a field of ${template.key}`)
    known(template.page, words, template.key)
    for (const field of template.fields) {
      if (!isKnownField(field.key)) fail(`${template.key} has a field ${field.key} of no known type`)
      known(field.text, words, template.key)
    }
  }
  return rules
}

/** The rule of a code; every version has it. */
export function ruleOf(rules: ReminderRules, code: RuleCode): ReminderRule {
  const rule = rules.rules.find((candidate) => candidate.code === code)
  if (!rule) throw new Error(`reminder rules v${rules.version} know no rule ${code}`)
  return rule
}
