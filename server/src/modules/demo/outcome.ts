/** Who comes to a meeting of the demo, and how. Pure. */
import { dice } from './random'

export type Outcome =
  | { how: 'qr' | 'code'; minutes: number }
  | { how: 'tap' }
  | { how: 'leave'; reason: string }
  | { how: 'absent' }

const REASONS = ['出差在外地', '陪家人看病', '参加上级会议', '年休假', '值班走不开'] as const
/** Minutes from the start at which people come in, most of them in good time. */
const COMING = [-16, -12, -9, -7, -5, -5, -3, -2, 1, 4] as const
const LATE = [13, 18] as const

/** What happens to one person at one meeting. Older people are tapped in more often than they scan; floating members are mostly away. */
export function outcomeOf(meetingKey: string, name: string, person: { retired: boolean; floating: boolean; reliable: boolean }): Outcome {
  const throwing = dice(`${meetingKey}/${name}`)
  const chance = throwing.next()
  const away = person.floating ? 0.6 : person.reliable ? 0.04 : 0.08
  if (chance < away) return { how: 'leave', reason: throwing.pick(REASONS) }
  if (!person.reliable && chance > 0.985) return { how: 'absent' }
  const door = throwing.next()
  if (door < (person.retired ? 0.55 : 0.08)) return { how: 'tap' }
  return { how: door < 0.85 ? 'qr' : 'code', minutes: throwing.next() < 0.05 ? throwing.pick(LATE) : throwing.pick(COMING) }
}
