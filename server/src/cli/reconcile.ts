import type { Connection } from 'mongoose'
import { composeServices } from '../compose'
import { readConfig, type Config } from '../config'
import { keysOf } from '../kernel/keys'
import { systemClock } from '../kernel/clock'
import type { Context } from '../kernel/context'
import { reconcileAttendance, type Reconciled } from '../modules/attendance/reconcile'
import { reconcilePoints } from '../modules/points/reconcile'
import { reconcileRatings } from '../modules/ratings/reconcile'
import { reconcileStudy, type StudyReconciled } from '../modules/study/reconcile'
import { reconcileCredits } from '../modules/reminders/reconcile'
import { sentenceFor } from '../sentences'
import { connectStore, openStore } from '../store'

const SILENT: Context['log'] = { info: () => undefined, warn: () => undefined, error: () => undefined }
/** Lines of faults that are printed; the rest is counted. */
const PRINTED = 50

export interface Summary extends Reconciled, StudyReconciled { faults: string[] }

/** Checks the whole store: attendance is the fold of its changes, results are what the law makes of the answers, the ledger's chains are sound, and each is settled as it must be; scores are what their stored inputs give. */
export async function reconcile(connection: Connection, config: Config): Promise<Summary> {
  const context: Context = { connection, clock: systemClock, config, keys: keysOf(config), publicUrl: () => config.publicUrl ?? '', log: SILENT }
  const { activities, bank, points } = composeServices(context)
  const summary: Summary = { activities: 0, attendances: 0, tasks: 0, attempts: 0, faults: [] }
  for await (const fault of reconcilePoints(connection)) summary.faults.push(`ledger/${fault.kind} ${fault.what}`)
  for await (const fault of reconcileAttendance(connection, { activities, points }, summary)) summary.faults.push(`attendance/${fault.kind} ${fault.what}`)
  for await (const fault of reconcileStudy(connection, { points, bank }, summary)) summary.faults.push(`study/${fault.kind} ${fault.what}`)
  for await (const fault of reconcileCredits(connection)) summary.faults.push(`reminders/${fault.kind} ${fault.what}`)
  for await (const fault of reconcileRatings(connection, context)) summary.faults.push(`ratings/${fault.kind} ${fault.what}`)
  return summary
}

/** `npm run reconcile`: exit code 1 when something is wrong. */
export async function main(env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const config = readConfig(env, process.cwd())
    const store = await openStore(config)
    const connection = await connectStore(store.uri)
    try {
      const { activities, attendances, attempts, faults } = await reconcile(connection, config)
      for (const fault of faults.slice(0, PRINTED)) console.error(fault)
      if (faults.length > PRINTED) console.error(`… 还有 ${faults.length - PRINTED} 处 / and ${faults.length - PRINTED} more`)
      console.log(faults.length === 0
        ? `对账无误：${activities} 次活动，${attendances} 条出勤，${attempts} 次答题，积分台账逐笔相连。 / Reconciled: ${activities} activities, ${attendances} attendances, ${attempts} attempts, every ledger chain is sound.`
        : `对账发现 ${faults.length} 处问题。先备份，再联系维护人员。 / ${faults.length} faults found. Back up first, then ask the maintainers.`)
      return faults.length === 0 ? 0 : 1
    } finally {
      await connection.close()
      await store.close()
    }
  } catch (error) {
    console.error(sentenceFor(error) ?? (error instanceof Error ? error.message : String(error)))
    return 1
  }
}

if (require.main === module) void main(process.env).then((code) => { process.exitCode = code })
