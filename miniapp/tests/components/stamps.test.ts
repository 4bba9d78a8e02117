import { yearOf } from '@/components/StampBook'

const states = (stamps: ReturnType<typeof yearOf>) => stamps.map((stamp) => stamp.state)

describe('a year', () => {
  it('has twelve months; this one waits, the later ones are coming', () => {
    const year = yearOf({ 1: 'dao', 2: 'jia' }, 3)
    expect(year.map((stamp) => stamp.month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(states(year)).toEqual(['past', 'past', 'now', ...Array<string>(9).fill('coming')])
    expect(year[1]).toMatchObject({ mark: 'jia', tilt: 0 })
  })

  it('shows the seal just pressed as fresh, but not an empty month', () => {
    expect(states(yearOf({ 3: 'dao' }, 3, 3))[2]).toBe('fresh')
    expect(states(yearOf({}, 3, 3))[2]).toBe('now')
  })

  it('waits for nothing once it is over', () => {
    expect(new Set(states(yearOf({}, 13)))).toEqual(new Set(['past']))
  })
})
