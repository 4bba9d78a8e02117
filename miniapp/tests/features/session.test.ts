import Taro from '@tarojs/taro'
import type { BindResult, Grant, Me } from '@pioneer/shared-types/auth/schemas'
import { PROBLEMS } from '@pioneer/shared-types/constants'
import { sayWho } from '@/features/session/hooks'
import {
  bindBody, bindStateOf, invitationIn, invitationText, isClaimProblem, isWholeInvitation, roleLines, whoErrors, type WhoForm,
} from '@/features/session/model'
import { outbox } from '@/services/outbox'
import { useSession } from '@/services/session'

const me = (change: Partial<Me> = {}): Me => ({
  accountId: '0'.repeat(24), kind: 'web', bound: false, member: null, grants: [],
  consent: { version: '2026-11', acceptedAt: null }, pendingBinding: null, ...change,
})
const pending = (state: 'pending' | 'rejected' | 'approved', reason: string | null = null): Me['pendingBinding'] => ({
  id: '1'.repeat(24), state, reason, frozenAt: '2026-11-20T01:02:00Z', createdAt: '2026-11-20T01:03:00Z',
})
const form = (change: Partial<WhoForm> = {}): WhoForm => ({ way: 'invitation', invitation: '', name: '', last4: '', ...change })

describe('invitation codes', () => {
  test('are written as they are handed out, however they are typed', () => {
    expect(['7kq2m', '7kq2mx', '7kq2m-x4t9b', ' 7KQ2M x4t9b ', '7KQ2MX4T9B99'].map(invitationText))
      .toEqual(['7KQ2M', '7KQ2M-X', '7KQ2M-X4T9B', '7KQ2M-X4T9B', '7KQ2M-X4T9B'])
    expect(isWholeInvitation('7KQ2M-X4T9B')).toBe(true)
    expect(isWholeInvitation('7KQ2M-X4T9')).toBe(false)
  })

  test('come with the link, the mini-program code, or WeChat’s own scanner', () => {
    expect(invitationIn({ invitation: '7KQ2M-X4T9B' })).toBe('7KQ2M-X4T9B')
    expect(invitationIn({ scene: encodeURIComponent('i=7KQ2MX4T9B') })).toBe('7KQ2M-X4T9B')
    const link = 'https://branch.example/#/packages/member/bind/index?invitation=7KQ2M-X4T9B'
    expect(invitationIn({ q: encodeURIComponent(link) })).toBe('7KQ2M-X4T9B')
    expect(invitationIn({ q: encodeURIComponent(encodeURIComponent(link)) })).toBe('7KQ2M-X4T9B')
  })

  test('nothing else is taken for one', () => {
    expect([{}, { invitation: '' }, { invitation: '<script>' }, { scene: 'a'.repeat(24) }, { q: '%E0%A4%A' }].map(invitationIn)).toEqual(['', '', '', '', ''])
  })
})

describe('where somebody stands', () => {
  test('is what the service says, so it survives a reload', () => {
    expect(bindStateOf(null)).toEqual({ kind: 'new' })
    expect(bindStateOf(me())).toEqual({ kind: 'new' })
    expect(bindStateOf(me({ pendingBinding: pending('pending') }))).toEqual({ kind: 'pending', frozenAt: '2026-11-20T01:02:00Z', since: '2026-11-20T01:03:00Z' })
    expect(bindStateOf(me({ pendingBinding: pending('rejected', '名册里没有') }))).toEqual({ kind: 'rejected', reason: '名册里没有', since: '2026-11-20T01:03:00Z' })
    expect(bindStateOf(me({ pendingBinding: pending('approved') }))).toEqual({ kind: 'new' })
  })

  test('whoever is bound has no request any more', () => {
    expect(bindStateOf(me({ bound: true, pendingBinding: pending('pending') }))).toEqual({ kind: 'bound' })
  })
})

describe('the form', () => {
  test('says what is missing under each field', () => {
    expect(whoErrors(form({ invitation: '7KQ2M' }))).toEqual({ invitation: '邀请码是 10 位字母和数字，还差几位' })
    expect(whoErrors(form({ invitation: '7KQ2M-X4T9B' }))).toEqual({})
    expect(whoErrors(form({ way: 'request', name: '周 ', last4: '123' }))).toEqual({ name: '写上名册里的姓名', last4: '写手机号的最后 4 位数字' })
    expect(whoErrors(form({ way: 'request', name: '周敏', last4: '0123' }))).toEqual({})
  })

  test('sends one way only, with the consent that was given', () => {
    expect(bindBody(form({ invitation: '7kq2mx4t9b', name: '周敏', last4: '1234' }))).toEqual({ invitation: '7KQ2M-X4T9B', consent: true })
    expect(bindBody(form({ way: 'request', name: ' 周敏 ', last4: '1234' }))).toEqual({ name: '周敏', phoneLast4: '1234', consent: true })
  })
})

test('roles above member, the highest first', () => {
  const grant = (role: Grant['role'], orgName: string): Grant => ({ role, orgId: '2'.repeat(24), orgName, orgType: 'branch' })
  const grants = [grant('member', '一支部'), grant('group-leader', '第一党小组'), grant('secretary', '一支部')]
  expect(roleLines(grants)).toEqual(['支部书记 · 一支部', '党小组组长 · 第一党小组'])
  expect(roleLines([grant('member', '一支部')])).toEqual([])
})

test('only what is wrong with the scan lets the binding go on without it', () => {
  const claims = Object.keys(PROBLEMS).filter(isClaimProblem)
  expect(claims).toEqual(['claim-invalid', 'claim-expired', 'claim-used', 'claim-foreign'])
})

describe('saying who one is', () => {
  const request = Taro.request as unknown as jest.Mock
  const result: BindResult = { outcome: 'requested', me: me({ pendingBinding: pending('pending') }), frozenAt: null, activityTitle: null, signIn: null }
  const sent = () => request.mock.calls.map(([{ url, data }]: [{ url: string; data?: string }]) => ({ path: url.replace(/^.*\/api\/v1/, ''), body: data === undefined ? null : JSON.parse(data) as Record<string, unknown> }))
  const answer = (status: number, body: unknown) => ({ statusCode: status, data: JSON.stringify(body), header: {} })
  const claim = { claim: 'c'.repeat(40), frozenAt: '2026-11-20T01:02:00Z', usableUntil: Date.now() + 60_000 }
  const scan = jest.spyOn(outbox, 'entries')

  beforeEach(() => {
    request.mockReset()
    useSession.setState({ phase: 'signed-in', accessToken: 'token', me: me(), error: null })
  })

  const waiting = () => scan.mockReturnValue([{
    id: 'E1', source: { kind: 'ticket', ticket: 't'.repeat(44) }, capturedAt: Date.now(), verifier: 'v'.repeat(43), claim, memberId: null, about: null,
    state: 'bind', tries: 0, carried: false, delayed: false, result: null, problem: null, seen: false, settledAt: null,
  }])

  test('takes the scan along that waits, and takes over what the answer says', async () => {
    waiting()
    request.mockResolvedValue(answer(200, result))
    await expect(sayWho(form({ invitation: '7KQ2M-X4T9B' }), 'E1')).resolves.toEqual(result)
    expect(sent()).toEqual([{ path: '/auth/bind', body: { invitation: '7KQ2M-X4T9B', consent: true, claim: claim.claim, verifier: 'v'.repeat(43), deviceId: expect.any(String) } }])
    expect(useSession.getState().me?.pendingBinding?.state).toBe('pending')
  })

  test('asks again without a scan the service no longer takes', async () => {
    waiting()
    request.mockResolvedValueOnce(answer(410, { code: 'claim-expired', title: '扫码后过了太久，再扫一次大屏', requestId: 'R' })).mockResolvedValueOnce(answer(200, result))
    await expect(sayWho(form({ invitation: '7KQ2M-X4T9B' }), 'E1')).resolves.toEqual(result)
    expect(sent()[1]).toEqual({ path: '/auth/bind', body: { invitation: '7KQ2M-X4T9B', consent: true } })
  })

  test('does not ask again when the invitation was refused', async () => {
    waiting()
    request.mockResolvedValue(answer(410, { code: 'invitation-invalid', title: '邀请码不对', requestId: 'R' }))
    await expect(sayWho(form({ invitation: '7KQ2M-X4T9B' }), 'E1')).rejects.toMatchObject({ problem: { code: 'invitation-invalid' } })
    expect(request).toHaveBeenCalledTimes(1)
  })
})
