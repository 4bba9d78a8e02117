import Taro from '@tarojs/taro'
import type { Me, Session } from '@pioneer/shared-types/auth/schemas'
import { NetworkError } from '@/services/http'
import { useNetwork } from '@/services/network'
import { holds, keepSession, signOut, startSession, useSession } from '@/services/session'

const me: Me = {
  accountId: '0'.repeat(24),
  kind: 'web',
  bound: true,
  member: null,
  grants: [{ role: 'secretary', orgId: '1'.repeat(24), orgName: '综合规划处党支部', orgType: 'branch' }],
  consent: { version: '1', acceptedAt: null },
  pendingBinding: null,
}
const session: Session = { accessToken: 'token', expiresIn: 900, me }

const request = Taro.request as unknown as jest.Mock
const answers = (status: number, body: unknown) =>
  request.mockImplementation(async () => ({ statusCode: status, data: JSON.stringify(body), header: {} }))

beforeEach(() => {
  request.mockReset()
  useSession.setState({ phase: 'starting', accessToken: null, me: null, error: null })
})

describe('starting', () => {
  it('signs in by the refresh cookie, once for all who ask', async () => {
    answers(200, session)
    await expect(Promise.all([startSession(), startSession()])).resolves.toEqual([me, me])
    expect(request).toHaveBeenCalledTimes(1)
    expect(useSession.getState()).toMatchObject({ phase: 'signed-in', accessToken: 'token', me })
  })

  it('is signed out, without an error, when there is no cookie', async () => {
    answers(401, { code: 'refresh-invalid', title: '登录过期了，重新登录即可', requestId: 'R' })
    await expect(startSession()).resolves.toBeNull()
    expect(useSession.getState()).toMatchObject({ phase: 'signed-out', error: null })
  })

  it('says so when the service cannot be reached, and keeps who was signed in', async () => {
    request.mockRejectedValue({ errMsg: 'request:fail timeout' })
    await expect(startSession()).rejects.toMatchObject({ reason: 'timeout' })
    expect(useSession.getState().phase).toBe('failed')
    expect(useSession.getState().error).toBeInstanceOf(NetworkError)

    useSession.setState({ phase: 'signed-in', me, error: null })
    await expect(startSession()).rejects.toBeInstanceOf(NetworkError)
    expect(useSession.getState()).toMatchObject({ phase: 'signed-in', me })
  })
})

it('signs in by itself when the network comes after a launch without one, and only then', async () => {
  request.mockRejectedValue({ errMsg: 'request:fail' })
  useNetwork.setState({ online: false })
  keepSession()
  await new Promise((resolve) => setTimeout(resolve))
  expect(useSession.getState().phase).toBe('failed')
  answers(200, session)
  request.mockClear()
  useNetwork.setState({ online: true })
  await new Promise((resolve) => setTimeout(resolve))
  expect(useSession.getState().phase).toBe('signed-in')
  useNetwork.setState({ online: false })
  useNetwork.setState({ online: true })
  await new Promise((resolve) => setTimeout(resolve))
  expect(request).toHaveBeenCalledTimes(1)
})

it('signs out here even when the service is away', async () => {
  useSession.setState({ phase: 'signed-in', accessToken: 'token', me })
  request.mockRejectedValue({ errMsg: 'request:fail' })
  await expect(signOut()).rejects.toBeInstanceOf(NetworkError)
  expect(useSession.getState()).toMatchObject({ phase: 'signed-out', me: null, accessToken: null })
})

it('knows the roles, anywhere and at one organization', () => {
  expect(holds(me, ['secretary'])).toBe(true)
  expect(holds(me, ['secretary'], '2'.repeat(24))).toBe(false)
  expect(holds(me, ['committee-staff', 'operator'])).toBe(false)
  expect(holds(null, ['member'])).toBe(false)
})
