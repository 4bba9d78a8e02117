import { actingRole, viewKey } from './rules'

describe('actingRole', () => {
  it('is the widest office held', () => {
    expect(actingRole([{ role: 'member' }, { role: 'secretary' }])).toBe('secretary')
    expect(actingRole([{ role: 'secretary' }, { role: 'committee-staff' }, { role: 'member' }])).toBe('committee-staff')
    expect(actingRole([])).toBeNull()
  })
})

describe('viewKey', () => {
  it('is the same within a Shanghai hour and differs beyond, by viewer and by list', () => {
    const at = (time: string): string => viewKey('a', 'list', new Date(time))
    expect(at('2026-11-22T01:00:00Z')).toBe('a|list|2026-11-22T09')
    expect(at('2026-11-22T01:59:59Z')).toBe(at('2026-11-22T01:00:00Z'))
    expect(at('2026-11-22T02:00:00Z')).not.toBe(at('2026-11-22T01:00:00Z'))
    expect(at('2026-11-22T16:30:00Z')).toBe('a|list|2026-11-23T00')
    expect(viewKey('b', 'list', new Date(0))).not.toBe(viewKey('a', 'list', new Date(0)))
  })
})
