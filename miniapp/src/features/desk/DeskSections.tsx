import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import type { Home } from '@pioneer/shared-types/home/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { NothingCard } from '@/components/NothingCard'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { openPage } from '@/services/navigation'
import { InviteSheet } from '../bindings/InviteSheet'
import { useOrgs } from '../roster/hooks'
import { branchesBelow, importPlaces, OFFICES, operatorAt, secretaryAt, STAFF } from '../roster/model'
import { WORDS as ORGS } from '../orgs/words'
import { WORDS as ROSTER } from '../roster/words'
import { requestWords, whenAndWhere, type DeskLists } from './model'
import { WORDS } from './words'

/** What waits for a decision: newcomers, 补签, leave. */
export function Waits({ desk }: { desk: NonNullable<Home['desk']> }) {
  const { requests, pendingBindings } = desk
  if (requests.length === 0 && pendingBindings === 0) return null
  return (
    <View>
      <Section title={WORDS.waits} />
      <Card>
        {pendingBindings > 0 && <Row icon='user' tone='warn' title={WORDS.bindings(pendingBindings)} note={WORDS.bindingsNote} onTap={() => openPage('bindings')} />}
        {requests.map((todo) => (
          <Row
            key={`${todo.kind}-${todo.activityId ?? ''}`}
            icon={todo.kind === 'leave-request' ? 'edit' : 'scan'}
            tone='warn'
            title={requestWords(todo)}
            note={todo.note}
            onTap={() => openPage('requests', { id: todo.activityId ?? undefined })}
          />
        ))}
      </Card>
    </View>
  )
}

interface ListProps {
  title: string
  items: readonly ActivitySummary[]
  icon: 'file' | 'calendar' | 'checkc'
  value?: (activity: ActivitySummary) => string | undefined
  onOpen: (activity: ActivitySummary) => void
}

function Meetings({ title, items, icon, value, onOpen }: ListProps) {
  if (items.length === 0) return null
  return (
    <View>
      <Section title={title} />
      <Card>
        {items.map((activity) => (
          <Row key={activity.id} icon={icon} title={activity.title} note={whenAndWhere(activity)} value={value?.(activity)} onTap={() => onOpen(activity)} />
        ))}
      </Card>
    </View>
  )
}

/** Drafts, what comes, what is just over. */
export function Plans({ lists, now }: { lists: DeskLists; now: number }) {
  const { drafts, coming, past } = lists
  const running = ({ opensAt }: ActivitySummary) => (now >= Date.parse(opensAt) ? WORDS.running : undefined)
  const expired = ({ endAt }: ActivitySummary) => (Date.parse(endAt) < now ? WORDS.draftPast : WORDS.draft)
  return (
    <View>
      <Meetings title={WORDS.drafts} items={drafts} icon='file' value={expired} onOpen={({ id }) => openPage('create', { id })} />
      <Meetings title={WORDS.coming} items={coming} icon='calendar' value={running} onOpen={({ id }) => openPage('roll', { id })} />
      <Meetings title={WORDS.past} items={past} icon='checkc' onOpen={({ id }) => openPage('roll', { id })} />
      {coming.length + drafts.length + past.length === 0 && (
        <NothingCard className='mt5' title={WORDS.none} text={WORDS.noneNote} />
      )}
    </View>
  )
}

/** Invitations, and the roster for the committee. */
export function People({ me }: { me: Home['me'] }) {
  const orgs = useOrgs().data?.items ?? []
  const [sheet, setSheet] = useState<'member' | 'officer' | 'staff' | null>(null)
  const own = secretaryAt(me)
  const below = branchesBelow(me, orgs)
  const imports = importPlaces(me, orgs)
  const roots = operatorAt(me)
  if (own.length + below.length + imports.length + roots.length === 0) return null
  return (
    <View>
      <Section title={WORDS.people} />
      <Card>
        {own.length > 0 && <Row icon='send' title={ROSTER.inviteTitle} note={ROSTER.inviteNote} onTap={() => setSheet('member')} />}
        {below.length > 0 && <Row icon='send' title={ROSTER.inviteOfficerTitle} note={ROSTER.inviteOfficerNote} onTap={() => setSheet('officer')} />}
        {roots.length > 0 && <Row icon='send' title={ROSTER.inviteStaffTitle} note={ROSTER.inviteStaffNote} onTap={() => setSheet('staff')} />}
        {imports.length > 0 && <Row icon='grid' title={ORGS.rowTitle} note={ORGS.rowNote} onTap={() => openPage('orgs')} />}
        {imports.length > 0 && <Row icon='down' title={ROSTER.importTitle} note={ROSTER.importNote} onTap={() => openPage('import')} />}
      </Card>
      <InviteSheet open={sheet === 'member'} title={ROSTER.inviteTitle} places={own} roles={['member']} onClose={() => setSheet(null)} />
      <InviteSheet open={sheet === 'officer'} title={ROSTER.inviteOfficerTitle} places={below} roles={OFFICES} onClose={() => setSheet(null)} />
      <InviteSheet open={sheet === 'staff'} title={ROSTER.inviteStaffTitle} places={roots} roles={STAFF} onClose={() => setSheet(null)} />
    </View>
  )
}
