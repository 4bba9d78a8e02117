import { route } from '@pioneer/shared-types/common/route'
import { createHttpClient, type Incoming, type Outgoing } from '@/services/http/client'
import { ApiError, NetworkError, explain, problemOf } from '@/services/http/errors'

const read = route<{ params: { id: string }; query: { limit?: number; cursor?: string }; reply: string }>('GET', '/things/:id')
const change = route<{ body: { name: string }; reply: string }>('POST', '/things')

const answer = (status: number, body: unknown): Incoming => ({ status, body, requestId: 'FROM-THE-HEADER' })
const refused = answer(401, { code: 'unauthenticated', title: '登录过期了，重新登录即可', status: 401, requestId: 'R1' })

function clientOf(reply: (request: Outgoing) => Incoming | Promise<Incoming>, renewed: string | null = 'new') {
  const sent: Outgoing[] = []
  let token: string | null = 'old'
  const renew = jest.fn(async () => {
    await Promise.resolve()
    token = renewed
    return renewed
  })
  const client = createHttpClient(
    'http://service.test',
    async (request) => {
      sent.push(request)
      return reply(request)
    },
    { token: () => token, renew },
  )
  return { client, sent, renew }
}

describe('a call', () => {
  it('fills the path, leaves out empty query parts, carries the token and a request id', async () => {
    const { client, sent } = clientOf(() => answer(200, 'fine'))
    await expect(client.call(read, { params: { id: 'a/b' }, query: { limit: 5, cursor: undefined } })).resolves.toBe('fine')
    expect(sent[0]).toMatchObject({ method: 'GET', url: 'http://service.test/api/v1/things/a%2Fb?limit=5', body: undefined })
    expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer old', 'x-request-id': sent[0]?.requestId })
  })

  it('sends a file as it is, and hands the signal on', async () => {
    const { client, sent } = clientOf(() => answer(200, 'read'))
    const bytes = Uint8Array.from([0x50, 0x4b]).buffer
    const { signal } = new AbortController()
    await client.call(read, { params: { id: 'a' }, query: {} }, { file: { type: 'application/x-workbook', bytes }, signal })
    expect(sent[0]).toMatchObject({ body: bytes, signal, headers: { 'content-type': 'application/x-workbook' } })
  })

  it('sends a body as JSON', async () => {
    const { client, sent } = clientOf(() => answer(201, 'made'))
    await client.call(change, { body: { name: '党课' } })
    expect(sent[0]?.headers['content-type']).toBe('application/json')
    expect(sent[0]?.body).toBe('{"name":"党课"}')
  })

  it('sends no token on the ways to sign in, and does not renew on their 401', async () => {
    const { client, sent, renew } = clientOf(() => refused)
    await expect(client.call(change, { body: { name: 'x' } }, { anonymous: true })).rejects.toThrow(ApiError)
    expect(sent[0]?.headers.authorization).toBeUndefined()
    expect(renew).not.toHaveBeenCalled()
  })
})

describe('after a 401', () => {
  const byToken = (request: Outgoing) => (request.headers.authorization === 'Bearer new' ? answer(200, 'fine') : refused)

  it('renews once for all who met it, and sends each once more', async () => {
    const { client, sent, renew } = clientOf(byToken)
    const calls = [1, 2, 3].map(() => client.call(change, { body: { name: 'x' } }))
    await expect(Promise.all(calls)).resolves.toEqual(['fine', 'fine', 'fine'])
    expect(renew).toHaveBeenCalledTimes(1)
    expect(sent).toHaveLength(6)
  })

  it('uses a token that came in the meantime without renewing again', async () => {
    const tokens = ['old', 'new']
    const renew = jest.fn()
    const client = createHttpClient('', async (request) => byToken(request), { token: () => tokens.shift() ?? 'new', renew })
    await expect(client.call(change, { body: { name: 'x' } })).resolves.toBe('fine')
    expect(renew).not.toHaveBeenCalled()
  })

  it('gives up with the problem when nobody can sign in silently', async () => {
    const { client, sent } = clientOf(() => refused, null)
    await expect(client.call(change, { body: { name: 'x' } })).rejects.toMatchObject({ status: 401 })
    expect(sent).toHaveLength(1)
  })

  it('does not try a third time', async () => {
    const { client, sent } = clientOf(() => refused)
    await expect(client.call(change, { body: { name: 'x' } })).rejects.toThrow(ApiError)
    expect(sent).toHaveLength(2)
  })
})

describe('failures', () => {
  it('never sends a change again after a lost answer', async () => {
    const { client, sent } = clientOf(() => Promise.reject(new NetworkError('timeout', 'R2')))
    await expect(client.call(change, { body: { name: 'x' } })).rejects.toBeInstanceOf(NetworkError)
    expect(sent).toHaveLength(1)
  })

  it('keeps the code, the words and the number of a problem', () => {
    const error = problemOf(422, { code: 'code-wrong', title: '数字不对，再看一眼大屏', requestId: 'AB-12' }, 'HEADER')
    expect(error.is('code-wrong')).toBe(true)
    expect(explain(error)).toEqual({ title: '数字不对，再看一眼大屏', text: '', requestId: 'AB-12' })
  })

  it.each([
    [500, 'internal'],
    [502, 'overloaded'],
    [404, 'internal'],
  ] as const)('makes a problem of a page that is none (%i)', (status, code) => {
    const error = problemOf(status, '<html>', 'HEADER')
    expect(error.is(code)).toBe(true)
    expect(error.requestId).toBe('HEADER')
  })

  it('has words for a lost network, a slow one, and anything else', () => {
    expect(explain(new NetworkError('offline', 'R3')).title).toBe('手机现在没有网络')
    expect(explain(new NetworkError('timeout', 'R3'))).toMatchObject({ title: '网络太慢，再试一次', requestId: 'R3' })
    expect(explain(new Error('secret'))).toEqual({ title: '出了点问题，再试一次', text: '', requestId: null })
  })
})
