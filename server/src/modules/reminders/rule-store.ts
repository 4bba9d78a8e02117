import { shippedVersions, type RuleKind } from '../../kernel/version-store'
import { parseReminderRules, type ReminderRules } from './rule-schema'

export const REMINDER_RULES: RuleKind<ReminderRules> = { file: 'reminder-rules', collection: 'reminderRuleSets', field: 'rules', parse: parseReminderRules }

/** The versions that are shipped with the service, checked, oldest first; throws when one is damaged. */
export const shippedReminderRules = (): ReminderRules[] => shippedVersions(REMINDER_RULES)

/** The rules in force now. */
export type RulesNow = () => Promise<ReminderRules>
