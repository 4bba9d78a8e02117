import type { Connection } from 'mongoose'
import { inTransaction } from '../../kernel/transaction'
import type { ActivitiesService, ActivityRecord } from '../activities/types'
import { sourcesOfType, targetsOfSource } from '../points/reconcile'
import type { PointsService } from '../points/types'
import { attendanceModels } from './model'
import { foldFault, targetsOf, type Terms } from './rules'
import type { AttendanceRecord } from './types'
import { termsOf } from './write'

/** Something in the store that cannot be right. */
export interface AttendanceFault { kind: 'fold' | 'settled' | 'stray' | 'cancelled'; what: string }
export interface Reconciled { activities: number; attendances: number }

interface ReconcileDeps { activities: Pick<ActivitiesService, 'many'>; points: Pick<PointsService, 'rulesFor' | 'worth'> }

/** What the ledger must say of a record, by `rule member`. */
function expectedOf(record: AttendanceRecord, terms: Terms, activity: ActivityRecord): Map<string, number> {
  const targets = targetsOf(terms, { state: record.state, role: record.role, cancelled: activity.status === 'cancelled' })
  return new Map(targets.map(({ rule, target }) => [`${rule} ${record.memberId.toHexString()}`, target]))
}

/** Differences between what the ledger says and what it must say; a chain that is not there stands at 0. */
function difference(expected: ReadonlyMap<string, number>, settled: ReadonlyMap<string, number>): string[] {
  return [...new Set([...expected.keys(), ...settled.keys()])]
    .filter((key) => (expected.get(key) ?? 0) !== (settled.get(key) ?? 0))
    .map((key) => `${key}: settled at ${settled.get(key) ?? 0}, must be ${expected.get(key) ?? 0}`)
}

/**
 * Proves that every attendance is the fold of its changes and that the ledger says of every activity exactly what its attendance is worth:
 * no more, no less, nobody else. Memory holds one activity at a time. A service may go on working meanwhile: what looks wrong is read again
 * at one instant before it is called a fault.
 */
export async function* reconcileAttendance(connection: Connection, deps: ReconcileDeps, seen: Reconciled): AsyncGenerator<AttendanceFault> {
  const { attendance } = attendanceModels(connection)
  const visited = new Set<string>()

  const look = (activityId: AttendanceRecord['activityId']): Promise<AttendanceFault[]> => inTransaction(connection, async (session) => {
    const id = activityId.toHexString()
    const [activity] = await deps.activities.many([id])
    if (!activity) return [{ kind: 'stray', what: `attendance of an activity that does not exist: ${id}` }]
    const terms = await termsOf(deps.points, activity)
    const faults: AttendanceFault[] = []
    const expected = new Map<string, number>()
    const records = await attendance.find({ activityId }).sort({ memberId: 1 }).session(session).lean()
    for (const record of records) {
      const name = `${id} ${record.memberId.toHexString()}`
      const fold = foldFault(record)
      if (fold) faults.push({ kind: 'fold', what: `${name}: ${fold}` })
      if ((record.cancelledAt !== null) !== (activity.status === 'cancelled')) faults.push({ kind: 'cancelled', what: `${name}: the activity is ${activity.status}` })
      for (const [key, target] of expectedOf(record, terms, activity)) expected.set(key, target)
    }
    const settled = await targetsOfSource(connection, `activity:${id}`, session)
    faults.push(...difference(expected, settled).map((what): AttendanceFault => ({ kind: 'settled', what: `${id} ${what}` })))
    seen.attendances += records.length
    return faults
  })

  for await (const { activityId } of attendance.find({}, { activityId: 1 }).sort({ activityId: 1, memberId: 1 }).lean().cursor({ batchSize: 1000 })) {
    const id = activityId.toHexString()
    if (visited.has(id)) continue
    visited.add(id)
    seen.activities += 1
    yield* await look(activityId)
  }
  for await (const source of sourcesOfType(connection, 'activity')) {
    if (visited.has(source.slice('activity:'.length))) continue
    const stray = [...await targetsOfSource(connection, source)].filter(([, target]) => target !== 0)
    yield* stray.map(([key, target]): AttendanceFault => ({ kind: 'stray', what: `${source} ${key}: settled at ${target}, but nobody stands on its list` }))
  }
}
