import type { AttendanceRow } from '@pioneer/shared-types/attendance/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { NothingCard } from '@/components/NothingCard'
import { timeText } from '@/services/calendar'
import { CorrectSheet } from './CorrectSheet'
import { useTaps } from './hooks'
import { missingRows, placeNote, type MissingRow } from './model'
import { PersonRow } from './PersonRow'
import { WORDS } from './words'

interface RowActions {
  onTap: (row: AttendanceRow) => Promise<void>
  onUndo: (memberId: string) => Promise<void>
  onCorrect: (row: AttendanceRow) => void
}

function Person({ entry, onTap, onUndo, onCorrect }: { entry: MissingRow } & RowActions) {
  const { row, tap } = entry
  if (tap && tap.stage !== 'sending') {
    const note = <View className='c-ok b'>{WORDS.tapped(tap.recordedAt === null ? '' : timeText(tap.recordedAt))}</View>
    return (
      <PersonRow
        row={row}
        note={note}
        right={
          <Button kind='quiet' size='small' className='row-btn' label={WORDS.undoName(row.name)} onTap={() => onUndo(row.memberId)}>
            {WORDS.undo}
          </Button>
        }
      />
    )
  }
  // once absence is decided a tap needs its reason
  const decided = row.state === 'absent'
  return (
    <PersonRow
      row={row}
      note={placeNote(row)}
      onOpen={tap ? undefined : () => onCorrect(row)}
      right={
        <Button
          size='small'
          className='row-btn'
          label={decided ? WORDS.recordName(row.name) : WORDS.tapName(row.name)}
          loading={tap !== null}
          loadingText={WORDS.tapping}
          onTap={() => (decided ? onCorrect(row) : onTap(row))}
        >
          {decided ? WORDS.record : WORDS.tap}
        </Button>
      }
    />
  )
}

/** 未到: by group; a tapped row stays eight seconds with its way back. */
export function MissingCard({ id, items, over }: { id: string; items: readonly AttendanceRow[]; over: boolean }) {
  const { taps, tap, undo } = useTaps(id)
  const [correcting, setCorrecting] = useState<AttendanceRow | null>(null)
  const rows = missingRows(items, taps)
  return (
    <View>
      {rows.length === 0 ? (
        <NothingCard title={WORDS.allHere} text={WORDS.allHereNote} />
      ) : (
        <Card>
          {rows.map((entry) => (
            <Person key={entry.row.memberId} entry={entry} onTap={tap} onUndo={undo} onCorrect={setCorrecting} />
          ))}
        </Card>
      )}
      <CorrectSheet id={id} row={correcting} over={over} onClose={() => setCorrecting(null)} />
    </View>
  )
}
