import Taro from '@tarojs/taro'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { Credits } from '@pioneer/shared-types/reminders/schemas'
import { queryClient } from '@/services/query'
import { useSession } from '@/services/session'
import { allowMore, askable, askSubscribe, resultsOf, warmSubscribe } from '@/services/subscribe'

const MEETING = 'tmpl-meeting'
const STUDY = 'tmpl-study'
const credits = (left = 1): Credits => ({
  wechat: true, templates: [{ key: 'meeting', id: MEETING, name: '会议提醒', left }, { key: 'study', id: STUDY, name: '学习提醒', left: 0 }],
})
const me = (accountId: string): Me => ({
  accountId, kind: 'wechat', bound: true, member: null, grants: [], consent: { version: '1', acceptedAt: null }, pendingBinding: null,
})
const request = Taro.request as unknown as jest.Mock
const dialog = jest.fn()
const now = Date.parse('2026-11-20T01:00:00Z')

/** The bodies that reached the service. */
const sent = () => request.mock.calls.map(([{ method, data }]) => (method === 'POST' ? (JSON.parse(data) as { results: unknown; requestKey: string }) : null)).filter((body) => body !== null)
const answers = (status: number, body: unknown) => request.mockResolvedValue({ statusCode: status, data: JSON.stringify(body), header: {} })

beforeEach(() => {
  process.env.TARO_ENV = 'weapp'
  Taro.clearStorageSync()
  queryClient.clear()
  jest.clearAllMocks()
  Object.assign(Taro, { requestSubscribeMessage: dialog })
  dialog.mockResolvedValue({ errMsg: 'ok', [MEETING]: 'accept' })
  answers(200, credits(2))
  useSession.setState({ phase: 'signed-in', accessToken: 'token', me: me('zhou') })
  queryClient.setQueryData(['credits'], credits())
})
afterAll(() => {
  process.env.TARO_ENV = 'h5'
})

describe('asking', () => {
  test('within the tap: WeChat is called before anything is awaited', () => {
    void askSubscribe(['meeting'])
    expect(dialog).toHaveBeenCalledWith(expect.objectContaining({ tmplIds: [MEETING] }))
  })

  test('nothing in a browser, before the templates are known, and where WeChat is not set up', async () => {
    process.env.TARO_ENV = 'h5'
    await askSubscribe(['meeting'])
    process.env.TARO_ENV = 'weapp'
    queryClient.setQueryData(['credits'], { ...credits(), wechat: false })
    await askSubscribe(['meeting'])
    queryClient.clear()
    await askSubscribe(['meeting'])
    expect(dialog).not.toHaveBeenCalled()
  })

  test('never throws, whatever WeChat does', async () => {
    dialog.mockImplementationOnce(() => { throw new Error('not in a tap') })
    await askSubscribe(['meeting'])
    dialog.mockRejectedValueOnce({ errCode: 20004 })
    await askSubscribe(['meeting'])
    expect(dialog).toHaveBeenCalledTimes(2)
    expect(sent()).toEqual([])
  })

  test('not again on the day it was refused, unless somebody asks for it themselves', async () => {
    dialog.mockResolvedValue({ errMsg: 'ok', [MEETING]: 'reject' })
    await askSubscribe(['meeting'])
    await askSubscribe(['meeting'])
    expect(dialog).toHaveBeenCalledTimes(1)
    await allowMore(credits())
    expect(dialog).toHaveBeenLastCalledWith(expect.objectContaining({ tmplIds: [MEETING, STUDY] }))
  })

  test('by day in Shanghai and by template', () => {
    const refused = { [MEETING]: now }
    expect(askable(credits(), ['meeting', 'study'], refused, now + 3_600_000)).toEqual([STUDY])
    expect(askable(credits(), ['meeting'], refused, Date.parse('2026-11-20T16:00:00Z'))).toEqual([MEETING])
    expect(askable(undefined, ['meeting'], {}, now)).toEqual([])
  })

  test('takes over what WeChat may say and nothing else', () => {
    const answer = { errMsg: 'requestSubscribeMessage:ok', [MEETING]: 'acceptWithAudio', [STUDY]: 'something new', other: 'accept' }
    expect(resultsOf(answer, [MEETING, STUDY])).toEqual([{ templateId: MEETING, result: 'acceptWithAudio' }])
  })
})

describe('telling the service', () => {
  test('once, and the count is brought up to date', async () => {
    await askSubscribe(['meeting'])
    expect(sent()).toMatchObject([{ results: [{ templateId: MEETING, result: 'accept' }] }])
    expect(queryClient.getQueryData(['credits'])).toEqual(credits(2))
    warmSubscribe()
    await new Promise((done) => setTimeout(done))
    expect(sent()).toHaveLength(1)
  })

  test('again with the same key when the network failed', async () => {
    request.mockRejectedValue(new Error('request:fail'))
    await askSubscribe(['meeting'])
    answers(200, credits(2))
    warmSubscribe()
    await new Promise((done) => setTimeout(done))
    const keys = sent().map(({ requestKey }) => requestKey)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  test('given up when the service refuses it, and never in another’s name', async () => {
    answers(400, { code: 'validation', title: '有一处填得不对', status: 400, requestId: 'R', type: 'about:blank' })
    await askSubscribe(['meeting'])
    warmSubscribe()
    await new Promise((done) => setTimeout(done))
    expect(sent()).toHaveLength(1)

    request.mockRejectedValue(new Error('request:fail'))
    queryClient.setQueryData(['credits'], credits())
    await askSubscribe(['meeting'])
    useSession.setState({ me: me('li') })
    answers(200, credits(2))
    warmSubscribe()
    await new Promise((done) => setTimeout(done))
    expect(sent()).toHaveLength(2)
  })
})
