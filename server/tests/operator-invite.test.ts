import { ManualClock } from '../src/kernel/clock'
import { inviteOperator, invitingServices } from '../src/cli/operator-invite'
import { useDatabase } from './support/database'
import { testConfig } from './support/house'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')

describe('the first person in', () => {
  it('gets a one-time invitation at a committee that is made once', async () => {
    const ask = jest.fn(() => Promise.resolve('市财政局机关党委'))
    const first = await inviteOperator(database.connection, testConfig(), clock, { name: '运维一', askOrg: ask })
    const second = await inviteOperator(database.connection, testConfig(), clock, { name: '运维二', askOrg: ask })
    expect(ask).toHaveBeenCalledTimes(1)
    expect(first).toMatchObject({ role: 'operator', orgName: '市财政局机关党委', name: '运维一', memberId: null, expiresAt: '2026-11-27T01:00:00.000Z' })
    expect(second.orgId).toBe(first.orgId)

    const { auth } = invitingServices(database.connection, testConfig(), clock)
    const device = (await auth.caller((await auth.sessions.web()).session.me.accountId))!
    const bound = await auth.bind(device, { invitation: first.code, consent: true })
    expect(bound.me.grants).toMatchObject([{ role: 'operator', orgName: '市财政局机关党委' }])
  })
})
