/**
 * `npm run bench:quiz`: a branch takes a quiz in one minute, as JSON. Never asserts a time; exit code 1 only when an answer was lost or points are wrong.
 * Store, service and load generator are three processes on one machine. A fifth of the answers is sent twice, as after a lost reply.
 * Options: --members 300 --questions 20 --seconds 60
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../../scripts/lib/build.mjs'
import { ensureInstalled } from '../../scripts/lib/install.mjs'
import { Progress } from '../../scripts/lib/progress.mjs'
import { createClient, openLoop } from './client.mjs'
import { startService } from './launch.mjs'
import { latencies } from './stats.mjs'

const require = createRequire(import.meta.url)
const { values } = parseArgs({ options: { members: { type: 'string', default: '300' }, questions: { type: 'string', default: '20' }, seconds: { type: 'string', default: '60' } } })
const [members, questions, seconds] = ['members', 'questions', 'seconds'].map((name) => Number(values[name]))
const TWICE = 0.2
const API = '/api/v1'
const say = (sentence) => process.stderr.write(`${sentence}\n`)

/** Everybody begins within the first tenth, answers one question after the other at times of their own, and hands in within the last tenth. */
function plan() {
  const steps = []
  const span = seconds * 1000
  for (let who = 0; who < members; who += 1) {
    const begins = Math.random() * span * 0.1
    const hands = span * (0.9 + Math.random() * 0.1)
    const times = Array.from({ length: questions }, () => begins + Math.random() * (hands - begins)).sort((a, b) => a - b)
    steps.push({ what: 'start', who, at: begins }, { what: 'hand-in', who, at: hands })
    for (const [index, at] of times.entries()) {
      steps.push({ what: 'save', who, index, at })
      if (Math.random() < TWICE) steps.push({ what: 'save', who, index, at: Math.min(hands - 1, at + Math.random() * 1000) })
    }
  }
  return steps.sort((a, b) => a.at - b.at)
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'pioneer-bench-'))
  const own = process.env.MONGODB_URI ? null : await require('@pioneer/embedded-mongo').spawnStore({ dataDir: join(folder, 'data'), socketPath: join(folder, 'store.sock') })
  const { withDatabase } = require('@pioneer/embedded-mongo')
  const uri = withDatabase(process.env.MONGODB_URI ?? own.uri, `bench_${randomBytes(4).toString('hex')}`)
  const loadBefore = loadavg().map((load) => Number(load.toFixed(2)))
  try {
    const service = await startService(uri, true)
    const client = createClient(service.url)
    say(`${members} people on the roster, a paper of ${questions} questions …`)
    const tokens = await service.order('seed', { count: members })
    const { id } = await service.order('paper', { questions })
    const steps = plan()

    say('control: bare hello at the same rate …')
    const rate = steps.length / seconds
    const hello = latencies((await openLoop(Array.from({ length: Math.round(rate * 5) }, () => Math.random() * 5000).sort((a, b) => a - b), () => client.request('GET', '/healthz'))).map(({ latency }) => latency))

    say(`${steps.length} requests in ${seconds} s …`)
    const sent = Array.from({ length: members }, () => new Map())
    const attempts = []
    const keysOf = ({ type }, who, index) => (type === 'multiple' ? ['A', (who + index) % 2 ? 'B' : 'C'] : [(who + index) % 2 ? 'A' : 'B'])
    await service.order('counted')
    const before = await service.order('cpu')
    const results = await openLoop(steps.map(({ at }) => at), async (number) => {
      const { what, who, index } = steps[number]
      const token = tokens[who]
      if (what === 'start') {
        attempts[who] = client.request('POST', `${API}/study/papers/${id}/attempts`, { token })
        return { what, ...(await attempts[who]) }
      }
      const { body: attempt } = await attempts[who]
      if (what === 'hand-in') return { what, ...(await client.request('POST', `${API}/study/attempts/${attempt.id}/hand-in`, { token, body: { answers: [] } })) }
      const question = attempt.questions[index]
      const keys = keysOf(question, who, index)
      const reply = await client.request('PUT', `${API}/study/attempts/${attempt.id}/answers/${question.id}`, { token, body: { keys, rev: 1 } })
      if (reply.status === 200 && reply.body.kept) sent[who].set(question.id, keys)
      return { what, ...reply }
    })
    const after = await service.order('cpu')
    const { commands, durable } = await service.order('counted')
    const of = (what) => results.filter(({ result }) => result.what === what)
    const wrong = results.filter(({ result }) => result.status !== 200)

    say('checking every answer …')
    const proof = await service.order('verifyPaper', { id, sent: sent.map((answers) => [...answers]) })
    client.close()
    await service.stop()
    const failed = wrong.length > 0 || proof.answersLost > 0 || proof.resultsWrong > 0 || proof.reconcileFaults > 0 || proof.answersChecked !== members * questions
    console.log(JSON.stringify({
      bench: 'quiz',
      machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGB: Math.round(totalmem() / 2 ** 30), node: process.version, loadBefore, loadAfter: loadavg().map((load) => Number(load.toFixed(2))) },
      store: own ? 'embedded, own process, unix socket' : 'MONGODB_URI',
      method: 'store, service and load generator are separate processes on loopback; open model, latency from the planned moment; an answer sent twice may overtake nothing: the same rev again is a repetition',
      members, questions, seconds, sentTwice: TWICE, requests: steps.length, requestsPerSecond: Number(rate.toFixed(1)),
      control: { helloMs: hello },
      startMs: latencies(of('start').map(({ latency }) => latency)), saveMs: latencies(of('save').map(({ latency }) => latency)), handInMs: latencies(of('hand-in').map(({ latency }) => latency)),
      errors: wrong.length, firstErrors: [...new Set(wrong.map(({ result }) => `${result.what} ${result.status} ${result.body?.code ?? ''}`))].slice(0, 5),
      commandsPerRequest: Number((commands / steps.length).toFixed(2)), durableWaitsPerRequest: Number((durable / steps.length).toFixed(2)),
      serviceCpuMsPerRequest: Number(((after.user + after.system - before.user - before.system) / 1000 / steps.length).toFixed(2)), proof, ok: !failed,
    }, null, 2))
    return failed ? 1 : 0
  } finally {
    await own?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const progress = new Progress(process.stderr)
await ensureInstalled(progress)
await ensureBuilt(['service'], progress)
process.exitCode = await main()
