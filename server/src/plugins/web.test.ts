import { readFileSync } from 'node:fs'
import path from 'node:path'
import Fastify from 'fastify'
import { registerWeb } from './web'

/** The pages the web build knows, as its own list says. */
const pages = readFileSync(path.resolve(__dirname, '../../../miniapp/src/app.config.ts'), 'utf8')

async function landing(url: string): Promise<{ page: string; root: string; query: string }> {
  const app = Fastify()
  await registerWeb(app, null)
  const { headers, statusCode } = await app.inject({ url })
  expect(statusCode).toBe(302)
  const [, address = '', query = ''] = /^\/#\/([^?]+)\??(.*)$/.exec(String(headers.location)) ?? []
  const parts = address.split('/')
  return { root: parts.slice(0, 2).join('/'), page: parts.slice(2).join('/'), query }
}

describe('short addresses', () => {
  it('open pages that exist', async () => {
    await expect(landing('/s/abc-DEF_1')).resolves.toEqual({ root: 'pages/sign', page: 'index', query: 't=abc-DEF_1' })
    expect(pages).toContain("'pages/sign/index'")
    await expect(landing('/p/ABCD2345')).resolves.toEqual({ root: 'packages/secretary', page: 'pair/index', query: 'p=ABCD2345' })
    await expect(landing('/screen')).resolves.toEqual({ root: 'packages/screen', page: 'room/index', query: '' })
    for (const part of ["root: 'packages/secretary'", "'pair/index'", "root: 'packages/screen'", "'room/index'"]) expect(pages).toContain(part)
  })

  it('carry what was scanned as text, not as an address of their own', async () => {
    await expect(landing('/p/a%23%2Fb%26c')).resolves.toMatchObject({ query: 'p=a%23%2Fb%26c' })
  })
})
