import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the run's database answers; each test file makes its own database in it. */
export const STORE_URI = 'TEST_MONGODB_URI'
/** Why there is none, for the test that asks for one. */
export const STORE_MISSING = 'TEST_MONGODB_MISSING'

/** Tests live at dates of their own: what is due to expire by their clock must not vanish by the store's. Once a day is never. */
const NEVER = 86_400_000

const BUILT = join(__dirname, '../../embedded-mongo/dist/index.js')

let stop: (() => Promise<void>) | undefined

/** Starts one embedded store for the whole run, or takes the server named by MONGODB_URI. */
export async function startStore(): Promise<void> {
  const given = process.env.MONGODB_URI
  if (given) {
    process.env[STORE_URI] = given
    return
  }
  if (!existsSync(BUILT)) {
    // Tests of pure rules need no store: only those that ask for a database fail.
    process.env[STORE_MISSING] = 'the embedded store is not built: run npx tsc -b, or set MONGODB_URI'
    return
  }
  const { spawnStore } = await import('@pioneer/embedded-mongo')
  const folder = await mkdtemp(join(tmpdir(), 'pioneer-store-'))
  const store = await spawnStore({ dataDir: join(folder, 'data'), socketPath: join(folder, 'store.sock'), sweepMs: NEVER })
  process.env[STORE_URI] = store.uri
  stop = async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Ends the store this run started; another's is left alone. */
export async function stopStore(): Promise<void> {
  await stop?.()
  stop = undefined
}
