import fc from 'fast-check'
import {
  STEPS_AHEAD, STEPS_BEHIND, claimExpiry, claimText, codeOf, encodeTicket, isLive, liveSteps, matchCode, readClaim, stepAt, stepStart, ticketOfUrl, verifyTicket,
} from './tickets'

const master = Buffer.alloc(32, 7)
const facts = fc.record({
  activityId: fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  epoch: fc.integer({ min: 0, max: 255 }),
  step: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
})
const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })

describe('tickets', () => {
  it('say what they were made of, and fit the contract and the QR code', () => {
    fc.assert(fc.property(facts, (given) => {
      const ticket = encodeTicket(master, given)
      expect(ticket).toMatch(/^[A-Za-z0-9_-]{46}$/)
      expect(verifyTicket(master, ticket)).toEqual(given)
    }))
  })

  it('are refused when anything in them is changed', () => {
    fc.assert(fc.property(facts, fc.nat(33), fc.integer({ min: 1, max: 255 }), (given, at, flip) => {
      const bytes = Buffer.from(encodeTicket(master, given), 'base64url')
      bytes[at] = (bytes[at] ?? 0) ^ flip
      expect(verifyTicket(master, bytes.toString('base64url'))).toBeNull()
    }))
  })

  it('have one spelling', () => {
    fc.assert(fc.property(facts, fc.constantFrom('A', '=', '.', '+', ' '), (given, extra) => {
      const ticket = encodeTicket(master, given)
      expect(verifyTicket(master, ticket + extra)).toBeNull()
      // The last character carries spare bits: its neighbour decodes to the same bytes.
      const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      const neighbour = last[(last.indexOf(ticket.at(-1) ?? '') ^ 1) % 64] ?? ''
      expect(verifyTicket(master, ticket.slice(0, -1) + neighbour)).toBeNull()
    }))
  })

  it('of another key, and any other text, are nobody\'s', () => {
    fc.assert(fc.property(facts, (given) => {
      expect(verifyTicket(Buffer.alloc(32, 8), encodeTicket(master, given))).toBeNull()
    }))
    fc.assert(fc.property(fc.string(), (text) => {
      expect(verifyTicket(master, text)).toBeNull()
    }))
  })

  it('are void after the epoch is raised', () => {
    fc.assert(fc.property(facts, (given) => {
      const other = { ...given, epoch: (given.epoch + 1) % 256 }
      expect(encodeTicket(master, other)).not.toBe(encodeTicket(master, given))
    }))
    expect(() => encodeTicket(master, { activityId: 'a'.repeat(24), epoch: 256, step: 1 })).toThrow('out of range')
  })

  it('are found in what a camera reads', () => {
    const ticket = encodeTicket(master, { activityId: 'a'.repeat(24), epoch: 1, step: 9 })
    expect(ticketOfUrl(`https://dj.example.cn/s/${ticket}`)).toBe(ticket)
    expect(ticketOfUrl(`http://127.0.0.1:3000/s/${ticket}?scancode_time=1`)).toBe(ticket)
    expect(ticketOfUrl(`https://dj.example.cn/s/${ticket}/`)).toBe(ticket)
    for (const other of ['https://weixin.qq.com/q/02', 'https://dj.example.cn/p/ABCD2345', `/s/${ticket}extra/${'x'.repeat(30)}.png`.replace('extra', '.')]) expect(ticketOfUrl(other)).toBeNull()
  })
})

describe('steps', () => {
  it('last 15 seconds and contain their instants', () => {
    fc.assert(fc.property(instants, (now) => {
      const step = stepAt(now)
      expect(stepStart(step).getTime()).toBeLessThanOrEqual(now.getTime())
      expect(stepStart(step + 1).getTime() - stepStart(step).getTime()).toBe(15_000)
      expect(stepStart(step + 1).getTime()).toBeGreaterThan(now.getTime())
    }))
  })

  it('are live from two behind to one ahead', () => {
    fc.assert(fc.property(instants, fc.integer({ min: -30, max: 30 }), (now, offset) => {
      expect(isLive(stepAt(now) + offset, now)).toBe(offset >= -STEPS_BEHIND && offset <= STEPS_AHEAD)
    }))
    fc.assert(fc.property(instants, (now) => {
      expect(liveSteps(now)).toHaveLength(4)
      expect(liveSteps(now).every((step) => isLive(step, now))).toBe(true)
    }))
  })
})

describe('typed codes', () => {
  it('are six digits and belong to their activity, epoch and step', () => {
    fc.assert(fc.property(facts, (given) => {
      const code = codeOf(master, given)
      expect(code).toMatch(/^\d{6}$/)
      expect(matchCode(master, given, code, [given.step])).toBe(given.step)
    }))
  })

  it('spread evenly enough: guessing is no better than chance', () => {
    const seen = new Set<string>()
    for (let step = 0; step < 5_000; step += 1) seen.add(codeOf(master, { activityId: 'b'.repeat(24), epoch: 1, step }))
    // 5,000 draws from 10⁶ meet each other about 12 times.
    expect(seen.size).toBeGreaterThan(4_950)
  })
})

describe('claims', () => {
  it('come back as they were and live two minutes', () => {
    const claim = { jti: 'j', activityId: 'c'.repeat(24), frozenAt: new Date('2026-11-20T01:02:00.123Z'), step: 5, door: 'code' as const, challenge: 'x'.repeat(43) }
    expect(readClaim(claimText(claim))).toEqual(claim)
    expect(readClaim(claimText(claim).replace('"v":1', '"v":2'))).toBeNull()
    expect(claimExpiry(claim.frozenAt).toISOString()).toBe('2026-11-20T01:04:00.123Z')
  })
})
