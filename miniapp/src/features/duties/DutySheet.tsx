import type { DutyCell, DutyRow } from '@pioneer/shared-types/duties/schemas'
import { View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Lamp } from '@/components/Lamp'
import { Row } from '@/components/Row'
import { Sheet } from '@/components/Sheet'
import { dayText, partsOf, timeText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { useMeetings } from './hooks'
import { lampOf, mayPlan, periodName } from './model'
import { WORDS } from './words'

interface Chosen {
  row: DutyRow
  cell: DutyCell
}

function Meetings({ ids, onOpen }: { ids: readonly string[]; onOpen: (id: string) => void }) {
  const meetings = useMeetings(ids)
  return (
    <View className='card mt4'>
      {ids.map((id, index) => {
        const { data, error } = meetings[index] ?? {}
        if (!data) return <Row key={id} icon='calendar' title={error ? WORDS.hidden : WORDS.loading} regular />
        const { startAt, title, place } = data
        return (
          <Row
            key={id}
            icon='calendar'
            title={title}
            note={`${dayText(startAt)} 周${partsOf(startAt).weekday} ${timeText(startAt)} · ${place}`}
            onTap={() => onOpen(id)}
          />
        )
      })}
    </View>
  )
}

interface DutySheetProps {
  /** Null while closed. */
  chosen: Chosen | null
  plans: boolean
  onPlan: (chosen: Chosen) => void
  onClose: () => void
}

/** Behind a cell with several meetings: how it stands, the meetings, one more. */
export function DutySheet({ chosen, plans, onPlan, onClose }: DutySheetProps) {
  const leave = (go: () => void) => () => {
    onClose()
    go()
  }
  return (
    <Sheet open={chosen !== null} title={chosen ? `${chosen.row.name} · ${periodName(chosen.cell)}` : ''} testId='duty-sheet' onClose={onClose}>
      {chosen && (
        <View>
          <View className='f mt2'>
            <Lamp state={lampOf(chosen.cell.state)} label={WORDS.states[chosen.cell.state]} />
            <View className='body ml2'>{[WORDS.states[chosen.cell.state], chosen.cell.label].filter(Boolean).join('，')}</View>
          </View>
          {chosen.row.article !== null && <View className='note mt1'>{WORDS.article(chosen.row.article)}</View>}
          <Meetings ids={chosen.cell.activityIds} onOpen={(id) => leave(() => openPage('activity', { id }))()} />
          {plans && mayPlan(chosen.cell) && (
            <View className='mt5'>
              <Button kind='dark' icon='plus' testId='duty-plan' onTap={leave(() => onPlan(chosen))}>
                {WORDS.plan}
              </Button>
            </View>
          )}
        </View>
      )}
    </Sheet>
  )
}
