/**
 * `npm run bench:checkin`: how sign-in stands up to a rush, as JSON. Never asserts a time; exit code 1 only when something was lost or counted twice.
 * Store, service and load generator are three processes on one machine. See quality.md for the figures to reach.
 * Options: --members 2000 --seconds 10 --screens 20 --rounds 5 --per-round 400 --concurrency 64
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
import { closedLoop, createClient, openLoop } from './client.mjs'
import { startService } from './launch.mjs'
import { latencies, median } from './stats.mjs'

const require = createRequire(import.meta.url)
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '2000' }, seconds: { type: 'string', default: '10' }, screens: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' }, 'per-round': { type: 'string', default: '400' }, concurrency: { type: 'string', default: '64' },
  },
})
const [members, seconds, screens, rounds, perRound, concurrency] = ['members', 'seconds', 'screens', 'rounds', 'per-round', 'concurrency'].map((name) => Number(values[name]))
const TWICE = 0.2
const API = '/api/v1'
const say = (sentence) => process.stderr.write(`${sentence}\n`)

/** Arrivals at random over the time; a fifth is sent a second time within two seconds, as after a lost reply or a double tap. */
function arrivals() {
  const first = Array.from({ length: members }, (_, who) => ({ who, at: Math.random() * seconds * 1000 }))
  const again = first.slice(0, Math.floor(members * TWICE)).map(({ who, at }) => ({ who, at: Math.min(seconds * 1000, at + Math.random() * 2000) }))
  return [...first, ...again].sort((a, b) => a.at - b.at)
}

const redeem = (client, token, ticket, device) => client.request('POST', `${API}/check-ins/redeem`, { token, body: { ticket, deviceId: device } })

/** Screens that watch by long poll: when each of them first showed so many present. */
function watch(client, id, token, count) {
  let over = false
  const seen = Array.from({ length: count }, () => [])
  const running = seen.map(async (list) => {
    let rev = ''
    while (!over) {
      const { status, body } = await client.request('GET', `${API}/activities/${id}/screen?since=${rev}`, { token: `display.${token}` })
      if (status !== 200) throw new Error(`screen: ${status}`)
      rev = body.rev
      list.push({ at: performance.now(), present: body.counts.present })
    }
  })
  return { seen, stop: async () => { over = true; await Promise.allSettled(running) } }
}

/** From the answer to the n-th sign-in to the first picture that shows n, on every screen. */
function lags(seen, answeredAt) {
  return seen.flatMap((list) => {
    let index = 0
    return answeredAt.map((at, order) => {
      while (index < list.length && list[index].present < order + 1) index += 1
      return index < list.length ? Math.max(0, list[index].at - at) : null
    })
  }).filter((lag) => lag !== null)
}

async function burst(service, client, tokens, watching) {
  const { id } = await service.order('meeting', { count: members })
  const display = watching > 0 ? watch(client, id, await service.order('screen', { id }), watching) : null
  const plan = arrivals()
  const { ticket } = await service.order('shown', { id })
  const before = await service.order('cpu')
  const results = await openLoop(plan.map(({ at }) => at), (index) => redeem(client, tokens[plan[index].who], ticket, `device-${plan[index].who}`).catch((error) => ({ status: 0, body: { code: error.code } })))
  const after = await service.order('cpu')
  const wrong = results.filter(({ result }) => result.status !== 200)
  const answeredAt = results.filter(({ result }) => result.body?.outcome === 'recorded').map(({ at }) => at).sort((a, b) => a - b)
  if (display) {
    await new Promise((resolve) => { setTimeout(resolve, 1500) })
    const lag = latencies(lags(display.seen, answeredAt))
    // The last picture of a still room comes when its code turns.
    void display.stop()
    return { ...summary(), screens: watching, signedInToShownMs: lag }
  }
  return summary()

  function summary() {
    return {
      members, sentTwice: TWICE, overSeconds: seconds, requests: plan.length, latencyMs: latencies(results.map(({ latency }) => latency)), errors: wrong.length,
      firstErrors: [...new Set(wrong.map(({ result }) => `${result.status} ${result.body?.code ?? ''}`))].slice(0, 5),
      recorded: answeredAt.length, repeated: results.filter(({ result }) => result.body?.outcome === 'already').length,
      serviceCpuMsPerRequest: Number(((after.user + after.system - before.user - before.system) / 1000 / plan.length).toFixed(2)), id,
    }
  }
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'pioneer-bench-'))
  const own = process.env.MONGODB_URI ? null : await require('@pioneer/embedded-mongo').spawnStore({ dataDir: join(folder, 'data'), socketPath: join(folder, 'store.sock') })
  const { withDatabase } = require('@pioneer/embedded-mongo')
  const uri = withDatabase(process.env.MONGODB_URI ?? own.uri, `bench_${randomBytes(4).toString('hex')}`)
  const loadBefore = loadavg().map((load) => Number(load.toFixed(2)))
  try {
    const service = await startService(uri, false)
    const client = createClient(service.url)
    say(`${members} people on the roster …`)
    const tokens = await service.order('seed', { count: members })

    say('control: bare hello at the same rate …')
    const helloTimes = Array.from({ length: Math.round(members * (1 + TWICE) / seconds * 5) }, () => Math.random() * 5000).sort((a, b) => a - b)
    const hello = latencies((await openLoop(helloTimes, () => client.request('GET', '/healthz'))).map(({ latency }) => latency))

    say('closed loop: sign-ins, sign-ins without HTTP, raw transactions, by turns …')
    const pairs = []
    for (let turn = 0; turn <= rounds; turn += 1) {
      const [a, b, c] = [await service.order('meeting', { count: perRound }), await service.order('meeting', { count: perRound }), await service.order('meeting', { count: perRound })]
      const { ticket } = await service.order('shown', a)
      const signIns = await closedLoop(perRound, concurrency, async (index) => {
        const { status } = await redeem(client, tokens[index], ticket, `device-${index}`)
        if (status !== 200) throw new Error(`closed loop: ${status}`)
      })
      const raw = await service.order('raw', { ...b, count: perRound, concurrency })
      const inService = await service.order('inProcess', { ...c, count: perRound, concurrency })
      const bare = await closedLoop(perRound * 2, concurrency, () => client.request('GET', '/healthz'))
      // The first turn warms everything up.
      if (turn > 0) pairs.push({ signIns, inService, raw, bare })
    }
    const closed = {
      concurrency, rounds, perRound,
      signInsPerSecond: median(pairs.map(({ signIns }) => signIns)), signInsWithoutHttpPerSecond: median(pairs.map(({ inService }) => inService)),
      rawTransactionsPerSecond: median(pairs.map(({ raw }) => raw)), helloPerSecond: median(pairs.map(({ bare }) => bare)),
      signInsToRaw: median(pairs.map(({ signIns, raw }) => signIns / raw)), withoutHttpToRaw: median(pairs.map(({ inService, raw }) => inService / raw)),
      ratioEachRound: pairs.map(({ signIns, raw }) => Number((signIns / raw).toFixed(2))),
    }

    say('burst …')
    const plain = await burst(service, client, tokens, 0)
    const plainProof = await service.order('verify', { id: plain.id, count: members })
    say(`burst with ${screens} screens …`)
    const watched = await burst(service, client, tokens, screens)
    const watchedProof = await service.order('verify', { id: watched.id, count: members })
    say('checking every total …')
    const totals = await service.order('verifyTotals', { sample: Math.min(members, 200) })
    client.close()
    await service.stop()

    say('counting commands …')
    const counters = await count(uri)
    const failed = [plainProof, watchedProof].some((proof) => !proof.oneAttendanceEach || !proof.oneEntryEach) || totals.totalsWrong > 0 || totals.reconcileFaults > 0 || plain.errors > 0 || watched.errors > 0
    console.log(JSON.stringify({
      bench: 'checkin',
      machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGB: Math.round(totalmem() / 2 ** 30), node: process.version, loadBefore, loadAfter: loadavg().map((load) => Number(load.toFixed(2))) },
      store: own ? 'embedded, own process, unix socket' : 'MONGODB_URI',
      method: 'store, service and load generator are separate processes on loopback; open model, latency from the planned moment; closed loop by turns in one run, medians of rounds; counters by the driver\'s command monitoring',
      control: { helloMs: hello },
      burst: { ...plain, proof: plainProof }, burstWithScreens: { ...watched, proof: watchedProof }, closed, counters, totals, ok: !failed,
    }, null, 2))
    return failed ? 1 : 0
  } finally {
    await own?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Store commands and durable waits of one sign-in after another: when the service knows who is there, and when it has to ask first. */
async function count(uri) {
  const service = await startService(uri.replace(/bench_[0-9a-f]+/, (name) => `${name}_c`), true)
  const client = createClient(service.url)
  const sample = 50
  const tokens = await service.order('seed', { count: sample })
  const run = async (id, warm) => {
    const { ticket } = await service.order('shown', { id })
    if (warm) for (const token of tokens) await client.request('GET', `${API}/me`, { token })
    await service.order('counted')
    for (const [index, token] of tokens.entries()) await redeem(client, token, ticket, `device-${index}`)
    const { commands, durable, names } = await service.order('counted')
    return { commandsPerSignIn: commands / sample, durableWaitsPerSignIn: durable / sample, names }
  }
  const [first, second, third] = [await service.order('meeting', { count: sample }), await service.order('meeting', { count: sample }), await service.order('meeting', { count: sample })]
  const unknown = await run(first.id, false)
  await run(second.id, true)
  const known = await run(third.id, true)
  client.close()
  await service.stop()
  return { sample, callerKnown: known, callerReadFirst: unknown }
}

const progress = new Progress(process.stderr)
await ensureInstalled(progress)
await ensureBuilt(['service'], progress)
process.exitCode = await main()
