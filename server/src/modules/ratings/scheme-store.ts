import { shippedVersions, type RuleKind } from '../../kernel/version-store'
import { parseScheme, type Scheme } from './scheme-schema'

export const SCHEMES: RuleKind<Scheme> = { file: 'rating-scheme', collection: 'ratingSchemes', field: 'scheme', parse: parseScheme }

/** The schemes that are shipped with the service, checked; throws when one is damaged. */
export const shippedSchemes = (): Scheme[] => shippedVersions(SCHEMES)
