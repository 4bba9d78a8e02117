import { shippedVersions, type RuleKind } from '../../kernel/version-store'
import { parseRuleSet, type RuleSet } from './rule-schema'

export const POINT_RULES: RuleKind<RuleSet> = { file: 'points-rules', collection: 'pointRuleSets', field: 'ruleSet', parse: parseRuleSet }

/** The rule sets that are shipped with the service, checked; throws when one is damaged. */
export const shippedRuleSets = (): RuleSet[] => shippedVersions(POINT_RULES)
