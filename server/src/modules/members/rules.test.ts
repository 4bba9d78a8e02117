import fc from 'fast-check'
import { toId } from '../../kernel/ids'
import { byPlaceAndName, hasVote, lastFour, maskPhone, nameKeyOf } from './rules'
import type { MemberRecord } from './types'

describe('nameKeyOf', () => {
  it.each(['王 伟', '王　伟', ' 王伟\u200b', '王\n伟'])('matches %p with 王伟', (written) => {
    expect(nameKeyOf(written)).toBe('王伟')
  })

  it('settles: the key of a key is the key', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(nameKeyOf(nameKeyOf(text))).toBe(nameKeyOf(text)) }))
  })

  it.each(['阿依•古丽', '阿依・古丽', '阿依.古丽', '阿依 · 古丽'])('takes the dot of %p as any other', (written) => {
    expect(nameKeyOf(written)).toBe('阿依·古丽')
  })
})

it('gives a vote to full members who are not under 留党察看', () => {
  const votes = (['full', 'probationary', 'applicant'] as const).flatMap((status) => [false, true].map((votingSuspended) => hasVote({ status, votingSuspended })))
  expect(votes).toEqual([true, false, false, false, false, false])
})

it('shows of a phone number no more than seven digits', () => {
  fc.assert(fc.property(fc.stringMatching(/^\d{5,13}$/), (phone) => {
    const masked = maskPhone(phone)
    expect(masked.replace(/\D/g, '').length).toBeLessThanOrEqual(7)
    expect(masked.endsWith(lastFour(phone) ?? '?')).toBe(true)
  }))
  expect(maskPhone('13800001234')).toBe('138****1234')
})

it('orders people by branch, group and pinyin', () => {
  const [first, second, group] = ['1', '2', '3'].map((digit) => toId(digit.repeat(24)))
  const person = (name: string, branchId = first!, groupId: MemberRecord['groupId'] = null) => ({ _id: toId('a'.repeat(24)), name, branchId, groupId }) as MemberRecord
  const rank = (id: string) => Number(id[0])
  const rows = [person('赵一', second), person('周一'), person('安一'), person('钱一', first, group)].sort(byPlaceAndName(rank))
  expect(rows.map((row) => row.name)).toEqual(['钱一', '安一', '周一', '赵一'])
})
