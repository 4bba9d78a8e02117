import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { at } from './top.mjs'
import { npm } from './install.mjs'

/** The package that downloads and starts a MongoDB, and the server it takes: pinned, and kept out of the lock file. */
const PACKAGE = 'mongodb-memory-server-core@11.3.0'
const SERVER = '7.0.24'

const FOLDER = at('.cache', 'mongodb')
const ENTRY = at('.cache', 'mongodb', 'node_modules', 'mongodb-memory-server-core', 'index.js')

const cannot = (why) => new Error(`没有可用的 MongoDB：这台机器下载不到，请设置 MONGODB_URI（副本集）后再试。 / No MongoDB: it could not be downloaded here. Set MONGODB_URI to a replica set and try again.\n  ${why}`)

/** Downloads MongoDB if it is not there and starts a replica set of one. Throws one plain sentence when it cannot. */
export async function startMongo(progress) {
  if (!existsSync(ENTRY)) {
    const installed = await progress.run('mongodb-memory-server', () => npm(['install', '--prefix', FOLDER, '--no-save', '--no-package-lock', PACKAGE], { timeout: 5 * 60_000 }), ({ code }) => code === 0)
    if (installed.code !== 0) throw cannot(installed.output.trim().split('\n').pop() ?? '')
  }
  const { default: { MongoMemoryReplSet } } = await import(pathToFileURL(ENTRY).href)
  try {
    const set = await progress.run(`MongoDB ${SERVER}`, () => MongoMemoryReplSet.create({ binary: { version: SERVER, downloadDir: FOLDER }, replSet: { count: 1, storageEngine: 'wiredTiger' } }))
    return { uri: set.getUri(), close: () => set.stop() }
  } catch (error) {
    throw cannot(error.message.split('\n')[0])
  }
}
