import type { RuleKind } from '../../kernel/version-store'
import { parseDutyRules, type DutyRules } from './rule-schema'

export const DUTY_RULES: RuleKind<DutyRules> = { file: 'duty-rules', collection: 'dutyRules', field: 'rules', parse: parseDutyRules }
