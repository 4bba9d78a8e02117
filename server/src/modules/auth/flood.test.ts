import { ManualClock } from '../../kernel/clock'
import { TokenBucket } from './flood'

describe('TokenBucket', () => {
  it('lets a burst in, then a stream, and says how long to wait', () => {
    const clock = new ManualClock('2026-11-20T01:00:00Z')
    const bucket = new TokenBucket(clock, 3, 0.5)
    expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 2])
    clock.advance(2_000)
    expect([bucket.take(), bucket.take()]).toEqual([0, 2])
    clock.advance(-60_000)
    expect(bucket.take()).toBeGreaterThan(0)
    clock.advance(3_600_000)
    expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 2])
  })
})
