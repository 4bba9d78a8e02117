import { loggedError, scrub } from './log'

describe('scrub', () => {
  it.each([
    ['E11000 duplicate key error collection: pioneer.members index: phone_1 dup key: { phone: "13812345678", name: "Li Lei" }', 'E11000 duplicate key error collection: pioneer.members index: phone_1 dup key: { phone: …, name: … }'],
    ['Cast to string failed for value "张三" (type string) at path "name"', 'Cast to string failed for value … (type string) at path …'],
    ['Unexpected token \'张\', "张三 13812345678" is not valid JSON', 'Unexpected token …, … is not valid JSON'],
    ['no account of 欧阳·娜娜 with 123456', 'no account of … with …'],
    ['bad token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'bad token ….…'],
    ['connect ECONNREFUSED 127.0.0.1:9', 'connect ECONNREFUSED 127.0.0.1:9'],
  ])('takes persons out of %j', (text, scrubbed) => expect(scrub(text)).toBe(scrubbed))
})

describe('loggedError', () => {
  it('keeps kind, code and places, and none of the other fields', () => {
    const error = Object.assign(new TypeError('cannot read 张三'), { code: 11_000, keyValue: { name: '张三' }, cause: new Error('张三') })
    const logged = loggedError(error)
    expect(logged).toMatchObject({ type: 'TypeError', code: 11_000, message: 'cannot read …' })
    expect(logged.stack).toContain('log.test.ts')
    expect(JSON.stringify(logged)).not.toContain('张三')
    expect(loggedError('13812345678')).toEqual({ type: 'string', message: '', stack: '' })
  })
})
