import type { MemberRecord } from './types'

/** Spaces of every width, and the invisible marks that come along when names are copied from web pages. */
const BLANK = /[\s\u200b-\u200f\u2060\ufeff]+/gu
/** The dot in transliterated names is typed in many ways. */
const DOT = /[•・‧∙⋅●.]/gu

/** A name as it is matched: no spaces, one form of letters and dots (marks that stood apart or came with capitals are joined at the end). 王 伟, 王　伟 and 王伟 are one name. */
export const nameKeyOf = (name: string): string => name.normalize('NFKC').replace(BLANK, '').replace(DOT, '·').toUpperCase().normalize('NFKC')

/** Has a vote in its branch: full members only (党章 art. 7), not while 留党察看 (处分条例). */
export const hasVote = (member: Pick<MemberRecord, 'status' | 'votingSuspended'>): boolean => member.status === 'full' && !member.votingSuspended

/** `138****1234`: the first three and the last four digits of a phone number; shorter numbers show the last four only. */
export const maskPhone = (phone: string): string => phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-4)}`

/** The last four digits, which people are asked for when they bind; null when there are fewer. */
export const lastFour = (phone: string): string | null => /\d{4}$/.exec(phone)?.[0] ?? null

const byName = new Intl.Collator('zh-Hans-CN')

/** Orders people by branch, then group (those without one last), then name in the order of pinyin. `rankOf` says where an organization stands in the tree. */
export function byPlaceAndName(rankOf: (orgId: string) => number): (a: MemberRecord, b: MemberRecord) => number {
  const groupRank = (member: MemberRecord): number => member.groupId ? rankOf(member.groupId.toHexString()) : Number.MAX_SAFE_INTEGER
  return (a, b) =>
    rankOf(a.branchId.toHexString()) - rankOf(b.branchId.toHexString())
    || groupRank(a) - groupRank(b)
    || byName.compare(a.name, b.name)
    || (a._id.toHexString() < b._id.toHexString() ? -1 : 1)
}
