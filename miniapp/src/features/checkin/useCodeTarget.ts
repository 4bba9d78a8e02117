import { maySignIn } from '../activities/model'
import { useActivities } from '../activities/hooks'
import type { About } from '@/services/outbox'
import { aboutOf, knownMeeting, meetingsAbout } from './about'

/** For which meeting a code is typed: the one named, else the one that can be signed in to now; several are to be chosen from. */
export interface CodeTarget {
  choices: About[]
  /** Nothing can be said yet. */
  loading: boolean
}

export function useCodeTarget(id: string | undefined): CodeTarget {
  const { query, source: { data: items }, now } = useActivities('upcoming')
  const named = knownMeeting(id)
  if (named) return { choices: [named], loading: false }
  if (items === undefined && (query.error || !query.isEnabled)) return { choices: meetingsAbout(now), loading: false }
  const listed = (items ?? []).filter((activity) => (id === undefined ? maySignIn(activity, now) : activity.id === id))
  return { choices: listed.map(aboutOf), loading: query.isLoading }
}
