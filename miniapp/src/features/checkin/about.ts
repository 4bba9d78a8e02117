import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import { createSlot } from '@/services/storage'
import type { About } from '@/services/outbox'

const isAbouts = (value: unknown): value is About[] =>
  Array.isArray(value) &&
  value.every((item: unknown) => typeof item === 'object' && item !== null && 'activityId' in item && 'endAt' in item)

/** The meetings this phone saw last: so that a code can be typed, and named, without network. */
const slot = createSlot('meetings', isAbouts)
const KEPT = 6

export function aboutOf(activity: Pick<ActivitySummary, 'id' | 'title' | 'kinds' | 'startAt' | 'endAt' | 'place'>): About {
  const { id, title, kinds, startAt, endAt, place } = activity
  return { activityId: id, title, kinds, startAt, endAt, place }
}

/** Remembers a meeting that was shown. */
export function rememberMeeting(activity: ActivitySummary): void {
  const others = (slot.read() ?? []).filter(({ activityId }) => activityId !== activity.id)
  try {
    slot.write([aboutOf(activity), ...others].slice(0, KEPT))
  } catch {
    // only a convenience: without it a kept sign-in is shown without the name of the meeting
  }
}

/** A meeting that was shown before; null when this phone never saw it. */
export function knownMeeting(activityId: string | undefined): About | null {
  return (slot.read() ?? []).find((about) => about.activityId === activityId) ?? null
}

const OPENS_BEFORE_MS = 30 * 60_000

/** Meetings that were shown before and take place about now (ms): what a code may be typed for without network. */
export function meetingsAbout(now: number): About[] {
  return (slot.read() ?? []).filter(
    ({ startAt, endAt }) => now >= Date.parse(startAt) - OPENS_BEFORE_MS && now <= Date.parse(endAt),
  )
}
