import type { AttendanceRow } from '@pioneer/shared-types/attendance/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { NothingCard } from '@/components/NothingCard'
import { Section } from '@/components/Section'
import { CorrectSheet } from './CorrectSheet'
import { arrivedNote, placeNote, rollGroups } from './model'
import { PersonRow } from './PersonRow'
import { WORDS } from './words'

interface ListProps {
  id: string
  items: readonly AttendanceRow[]
  over: boolean
}

interface PeopleProps {
  rows: readonly AttendanceRow[]
  note: (row: AttendanceRow) => string
  onOpen: (row: AttendanceRow) => void
}

function People({ rows, note, onOpen }: PeopleProps) {
  return (
    <Card>
      {rows.map((row) => (
        <PersonRow key={row.memberId} row={row} note={note(row)} onOpen={() => onOpen(row)} />
      ))}
    </Card>
  )
}

/** 已到: newest first; guests who have not come stand below. */
export function ArrivedList({ id, items, over }: ListProps) {
  const [row, setRow] = useState<AttendanceRow | null>(null)
  const { arrived, guestsWaiting } = rollGroups(items)
  return (
    <View>
      {arrived.length === 0 ? <NothingCard title={WORDS.nobodyYet} text={WORDS.nobodyYetNote} /> : <People rows={arrived} note={arrivedNote} onOpen={setRow} />}
      {guestsWaiting.length > 0 && (
        <View>
          <Section title={WORDS.guestsWaiting} />
          <People rows={guestsWaiting} note={placeNote} onOpen={setRow} />
        </View>
      )}
      <CorrectSheet id={id} row={row} over={over} onClose={() => setRow(null)} />
    </View>
  )
}

const leaveNote = (row: AttendanceRow) => [placeNote(row), row.reason ?? ''].filter(Boolean).join(' · ')

/** 请假, with the reasons. */
export function LeaveList({ id, items, over }: ListProps) {
  const [row, setRow] = useState<AttendanceRow | null>(null)
  const { leave } = rollGroups(items)
  return (
    <View>
      {leave.length === 0 ? <NothingCard title={WORDS.noLeave} text={WORDS.noLeaveNote} /> : <People rows={leave} note={leaveNote} onOpen={setRow} />}
      <CorrectSheet id={id} row={row} over={over} onClose={() => setRow(null)} />
    </View>
  )
}
