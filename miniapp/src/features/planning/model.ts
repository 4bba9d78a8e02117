import type { ActivityDetail, AgendaItem, CreateActivity, UpdateActivity } from '@pioneer/shared-types/activities/schemas'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import { ACTIVITY_KIND_NAMES, ACTIVITY_KINDS, type ActivityKind } from '@pioneer/shared-types/constants'
import type { Org } from '@pioneer/shared-types/orgs/schemas'
import { dayOf, daysBetween, instantOf, partsOf, timeText } from '@/services/calendar'
import { WORDS } from './words'

/** The form of an activity. Pure: days and times are those of Shanghai, `now` is an instant in ms. */

export interface PlanForm {
  kinds: ActivityKind[]
  title: string
  /** The name was typed; it no longer follows kind and date. */
  titleTyped: boolean
  /** YYYY-MM-DD */
  date: string
  /** HH:mm */
  start: string
  end: string
  /** Days from the start to the end; 0 unless an activity that was made elsewhere is edited. */
  days: number
  place: string
  ownerOrgId: string
  agenda: AgendaItem[]
  note: string
  /** Whom it is for; both lists empty = everyone of the owner. */
  orgIds: string[]
  memberIds: string[]
  guestIds: string[]
}

/** The kinds that stand first; the others are behind 更多. */
export const COMMON_KINDS: readonly ActivityKind[] = ['member-assembly', 'committee-meeting', 'group-meeting', 'party-lecture', 'theme-day', 'organization-life']
export const MOST_KINDS = 5

const HALF_HOUR = 30 * 60_000
const LASTS = 90 * 60_000

/** A new form: the next half hour and ninety minutes; tomorrow morning when that would run over midnight. */
export function emptyForm(ownerOrgId: string, now: number): PlanForm {
  const start = Math.ceil(now / HALF_HOUR) * HALF_HOUR
  const tonight = daysBetween(now, start + LASTS) === 0
  return {
    kinds: [],
    title: '',
    titleTyped: false,
    date: dayOf(tonight ? start : now + 86_400_000),
    start: tonight ? timeText(start) : '09:00',
    end: tonight ? timeText(start + LASTS) : '10:30',
    days: 0,
    place: '',
    ownerOrgId,
    agenda: [],
    note: '',
    orgIds: [],
    memberIds: [],
    guestIds: [],
  }
}

export interface PlanWish {
  /** Kind of meeting. */
  kind?: string
  /** The branch it is for. */
  org?: string
  /** YYYY-MM-DD */
  date?: string
}

/** A new form that begins with what was asked for; what is not known of it is left out. */
export function wishedForm(owners: ReturnType<typeof ownersOf>, { kind, org, date }: PlanWish, now: number): PlanForm {
  const owner = owners.find(({ id }) => id === org) ?? owners[0]
  const day = date !== undefined && instantOf(date, '00:00') > now ? { date, start: '09:00', end: '10:30' } : {}
  return changed(emptyForm(owner?.id ?? '', now), { ...day, kinds: ACTIVITY_KINDS.filter((one) => one === kind) })
}

/** The form of an activity that exists. */
export function formOf(activity: ActivityDetail): PlanForm {
  return {
    kinds: [...activity.kinds],
    title: activity.title,
    titleTyped: true,
    date: dayOf(activity.startAt),
    start: timeText(activity.startAt),
    end: timeText(activity.endAt),
    days: daysBetween(activity.startAt, activity.endAt),
    place: activity.place,
    ownerOrgId: activity.ownerOrgId,
    agenda: activity.agenda.map((item) => ({ ...item })),
    note: activity.note ?? '',
    orgIds: activity.audienceOrgs.map(({ id }) => id),
    memberIds: [...(activity.invited?.memberIds ?? [])],
    guestIds: [...(activity.invited?.guestIds ?? [])],
  }
}

const QUARTERS = ['一', '二', '三', '四']

/** 第四季度, 2026年度, 11月: by how often the kind is due. */
function periodOf(kind: ActivityKind, date: string): string {
  const { year, month, day } = partsOf(instantOf(date, '00:00'))
  switch (kind) {
    case 'member-assembly':
    case 'party-lecture':
    case 'warning-education':
      return `第${QUARTERS[Math.floor((month - 1) / 3)] ?? ''}季度`
    case 'organization-life':
    case 'appraisal':
      return `${year}年度`
    case 'election':
    case 'admission':
      return ''
    case 'youth-study':
    case 'volunteer':
      return `${month}月${day}日`
    default:
      return `${month}月`
  }
}

/** 第四季度支部党员大会暨党课; 11月主题党日暨第四季度党课. Empty without kind or date. */
export function suggestedTitle(kinds: readonly ActivityKind[], date: string): string {
  if (kinds.length === 0 || Number.isNaN(instantOf(date, '00:00'))) return ''
  const chosen = ACTIVITY_KINDS.filter((kind) => kinds.includes(kind)).slice(0, 2)
  const periods = chosen.map((kind) => periodOf(kind, date))
  return chosen.map((kind, index) => (index > 0 && periods[index] === periods[0] ? '' : (periods[index] ?? '')) + ACTIVITY_KIND_NAMES[kind]).join('暨')
}

/** The form after a change; the name follows kind and date until somebody types one. */
export function changed(form: PlanForm, change: Partial<PlanForm>): PlanForm {
  const next = { ...form, ...change }
  if (change.title !== undefined) return { ...next, titleTyped: change.title.trim() !== '' }
  return next.titleTyped ? next : { ...next, title: suggestedTitle(next.kinds, next.date) }
}

/** Puts a kind in or takes it out. */
export const toggled = (kinds: readonly ActivityKind[], kind: ActivityKind): ActivityKind[] =>
  kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind]

export type PlanField = 'kinds' | 'title' | 'date' | 'start' | 'end' | 'place' | 'owner' | 'people' | 'guests' | 'agenda' | 'note'
export type FieldErrors = Readonly<Partial<Record<PlanField, string>>>

/** What is wrong with the form, by field. A draft may lie in the past; what is published may not. */
export function faultsOf(form: PlanForm, publish: boolean, now: number): FieldErrors {
  const startAt = instantOf(form.date, form.start)
  const endAt = instantOf(form.date, form.end, form.days)
  const errors: Partial<Record<PlanField, string>> = {}
  if (form.kinds.length === 0) errors.kinds = WORDS.errors.kinds
  if (form.kinds.length > MOST_KINDS) errors.kinds = WORDS.errors.tooMany
  if (form.title.trim().length < 2) errors.title = WORDS.errors.title
  if (form.place.trim() === '') errors.place = WORDS.errors.place
  if (Number.isNaN(instantOf(form.date, '00:00'))) errors.date = WORDS.errors.date
  else if (Number.isNaN(startAt)) errors.start = WORDS.errors.start
  else if (Number.isNaN(endAt) || endAt <= startAt) errors.end = WORDS.errors.end
  else if (publish && endAt <= now) errors.end = WORDS.errors.over
  return errors
}

const FIELDS: ReadonlyArray<[string, PlanField]> = [
  ['kinds', 'kinds'],
  ['title', 'title'],
  ['startAt', 'start'],
  ['endAt', 'end'],
  ['place', 'place'],
  ['ownerOrgId', 'owner'],
  ['audience', 'people'],
  ['guestIds', 'guests'],
  ['agenda', 'agenda'],
  ['note', 'note'],
]

/** The service's fields (audience.memberIds, agenda.0.title) under the fields of the form; what fits none is left to a toast. */
export function errorsByField(fields: ReadonlyArray<{ path: string; message: string }>): FieldErrors {
  const errors: Partial<Record<PlanField, string>> = {}
  for (const { path, message } of fields) {
    const clean = path.replace(/^\/?(body[/.])?/, '')
    const field = FIELDS.find(([name]) => clean === name || clean.startsWith(`${name}.`) || clean.startsWith(`${name}/`))?.[1]
    if (field) errors[field] ??= message
  }
  return errors
}

function planOf(form: PlanForm) {
  const note = form.note.trim()
  return {
    kinds: form.kinds,
    title: form.title.trim(),
    startAt: new Date(instantOf(form.date, form.start)).toISOString(),
    endAt: new Date(instantOf(form.date, form.end, form.days)).toISOString(),
    place: form.place.trim(),
    agenda: form.agenda,
    note,
  }
}

const audienceOf = ({ orgIds, memberIds }: PlanForm) => (orgIds.length + memberIds.length > 0 ? { audience: { orgIds, memberIds } } : {})

export const createBody = (form: PlanForm, requestKey: string): CreateActivity => ({
  ...planOf(form),
  ...audienceOf(form),
  ownerOrgId: form.ownerOrgId,
  guestIds: form.guestIds,
  requestKey,
})

/** Once published the list is changed person by person, so it is not sent again. */
export const updateBody = (form: PlanForm, saved: Pick<ActivityDetail, 'version' | 'status'>): UpdateActivity => ({
  ...planOf(form),
  ...(saved.status === 'draft' ? { ...audienceOf(form), guestIds: form.guestIds } : {}),
  expectedVersion: saved.version,
})

const sorted = (values: readonly string[]) => [...values].sort().join()

/** Whether the service already has what the form says. */
export function sameAs(form: PlanForm, saved: ActivityDetail): boolean {
  const ours = planOf(form)
  const theirs = planOf(formOf(saved))
  const { invited } = saved
  return (
    JSON.stringify({ ...ours, kinds: sorted(ours.kinds) }) === JSON.stringify({ ...theirs, kinds: sorted(theirs.kinds) }) &&
    sorted(form.memberIds) === sorted(invited?.memberIds ?? []) &&
    sorted(form.guestIds) === sorted(invited?.guestIds ?? [])
  )
}

/** Organizations at which this person may organize something: the own place, for a branch its groups too. */
export function ownersOf(me: Pick<Me, 'grants'> | null, orgs: readonly Org[]): Array<{ id: string; name: string; type: Org['type'] }> {
  const places = new Map<string, { id: string; name: string; type: Org['type'] }>()
  for (const { role, orgId, orgName, orgType } of me?.grants ?? []) {
    if (role === 'member' || role === 'operator') continue
    places.set(orgId, { id: orgId, name: orgName, type: orgType })
    if (role !== 'secretary' && role !== 'branch-committee') continue
    for (const org of orgs) if (org.active && org.type === 'group' && org.parentId === orgId) places.set(org.id, { id: org.id, name: org.name, type: org.type })
  }
  return [...places.values()]
}
