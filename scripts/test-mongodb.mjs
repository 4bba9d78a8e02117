import { at, requireNode } from './lib/top.mjs'

requireNode()

const { Progress } = await import('./lib/progress.mjs')
const { ensureInstalled } = await import('./lib/install.mjs')
const { ensureBuilt } = await import('./lib/build.mjs')
const { startMongo } = await import('./lib/mongo.mjs')
const { runNode, stopChildren } = await import('./lib/run.mjs')
const { readJestResult, tail } = await import('./lib/results.mjs')

const PROJECTS = ['server', 'embedded-mongo']
const LIMIT = 40 * 60_000

const progress = new Progress()
let counts = { passed: 0, failed: 1, details: [] }
let mongo

for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => void stopChildren().then(() => process.exit(130)))

/** The tests that use a database, against a real MongoDB instead of the embedded store. */
try {
  await ensureInstalled(progress)
  await ensureBuilt(['service'], progress)
  mongo = process.env.MONGODB_URI ? { uri: process.env.MONGODB_URI, close: () => Promise.resolve() } : await startMongo(progress)
  const file = at('.cache', 'test', 'mongodb.json')
  const ran = await progress.run('server tests on MongoDB', () => runNode(at('node_modules', 'jest', 'bin', 'jest.js'), ['--selectProjects', ...PROJECTS, '--json', `--outputFile=${file}`], {
    timeout: LIMIT, env: { MONGODB_URI: mongo.uri },
  }), ({ code }) => code === 0)
  counts = await readJestResult(file).catch(() => ({ passed: 0, failed: 1, details: [tail(ran.output)] }))
} catch (error) {
  progress.line(error.message)
} finally {
  await mongo?.close()
}
if (counts.details.length > 0) progress.line(counts.details.join('\n'))
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1
console.log(`${counts.passed} passed, ${counts.failed} failed`)
