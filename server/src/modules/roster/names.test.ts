import { likeness, resolveName } from './names'

const ORGS = ['综合处党支部', '运输处党支部', '第一党支部', '第十一党支部'].map((name) => ({ name }))

describe('resolveName', () => {
  it.each([['综合处党支部', true], ['综合处 党支部', true], ['综合处支部', false], ['中共综合处党支部委员会', false]])('knows %s', (written, exact) => {
    expect(resolveName(written, ORGS)).toEqual({ found: { name: '综合处党支部' }, exact })
  })

  it('keeps first and eleventh apart', () => {
    expect(resolveName('第一支部', ORGS)).toEqual({ found: { name: '第一党支部' }, exact: false })
  })

  it('points at the nearest of an unknown name, never takes it', () => {
    expect(resolveName('综和处党支部', ORGS)).toEqual({ found: null, nearest: { name: '综合处党支部' } })
    expect(resolveName('财务科', ORGS)).toEqual({ found: null, nearest: null })
    expect(likeness('甲', '甲')).toBe(1)
  })
})
