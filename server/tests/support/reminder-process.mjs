/** One process of the service on a given store: it plans and delivers reminders until it is killed. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const dist = (path) => require(`../../dist/${path}.js`)
const { buildApp } = dist('app')
const { connectStore } = dist('store')

const { uri, apiBase, appId, secret, templates, offset, delivery } = JSON.parse(process.argv[2])
/** It is morning in the tests at any time of the day. */
const clock = { now: () => new Date(Date.now() + offset) }
const connection = await connectStore(uri)
const app = await buildApp({
  mode: 'single', port: 0, host: '127.0.0.1', publicUrl: 'http://127.0.0.1:3000', mongoUri: uri, dataDir: '/nowhere', jwtSecret: Buffer.alloc(48, 1), dataKey: Buffer.alloc(48, 2),
  trustProxy: false, wechat: { appId, secret, apiBase }, wechatTemplates: templates, webRoot: null, innerPort: null, logLevel: 'silent',
}, { connection, clock, delivery })
await app.http.ready()
process.on('message', async (order) => {
  if (order === 'start') return app.startJobs()
  await app.close()
  await connection.close()
  process.disconnect()
})
process.send('ready')
