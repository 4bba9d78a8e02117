import type { DutyBoard, DutyCell, DutyRow } from '@pioneer/shared-types/duties/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Lamp } from '@/components/Lamp'
import { Pressable } from '@/components/Pressable'
import { openPage } from '@/services/navigation'
import { DutySheet } from './DutySheet'
import { cellName, lampOf, LEGEND, monthNow, newMeeting, spanOf, spanText, wayOf } from './model'
import { WORDS } from './words'

interface CellProps {
  row: DutyRow
  cell: DutyCell
  /** Months it covers. */
  span: number
  onTap: (() => void) | undefined
}

/** A lamp for a month, a span with words for a quarter or the year. */
function Cell({ row, cell, span, onTap }: CellProps) {
  const { state, label } = cell
  const wide = span > 1
  const lamp = <Lamp state={lampOf(state)} label={WORDS.states[state]} />
  const content = wide ? (
    <View className={classes('spn', state)}>
      {lamp}
      <View className='spn-t'>{spanText(cell)}</View>
    </View>
  ) : (
    <>
      {lamp}
      {label !== null && <View className='tiny duty-l'>{label}</View>}
    </>
  )
  const name = classes('duty-c', wide && 'span')
  const style = { flex: span }
  const testId = `duty-cell-${row.kind}-${cell.from}`
  if (onTap) {
    return (
      <Pressable className={name} style={style} label={cellName(row, cell)} testId={testId} onTap={onTap}>
        {content}
      </Pressable>
    )
  }
  const access = { role: 'img', 'aria-label': cellName(row, cell) }
  return (
    <View className={name} style={style} data-testid={testId} {...access}>
      {content}
    </View>
  )
}

function Head({ board }: { board: DutyBoard }) {
  const now = monthNow(board)
  return (
    <View className='dhead'>
      <View className='dn'>{WORDS.byRules}</View>
      <View className='dc'>
        {board.months.map((month) => (
          <View key={month} className={classes('g1 ctr', month === now && 'b c-ink')}>
            {WORDS.month(month)}
          </View>
        ))}
      </View>
    </View>
  )
}

/** ● 办完 ▭ 已排 ▲ 临近 ◆ 逾期 ○ 未到; for the eye only: each cell is named in full. */
function Legend() {
  return (
    <View className='note legend' aria-hidden='true'>
      {LEGEND.map((state) => (
        <View key={state} className='f legend-i'>
          <Lamp state={lampOf(state)} label={WORDS.states[state]} />
          <View className='legend-t'>{WORDS.states[state]}</View>
        </View>
      ))}
    </View>
  )
}

interface DutyMatrixProps {
  board: DutyBoard
  /** The reader may arrange meetings of this branch. */
  plans: boolean
  /** The legend stands once a page. */
  legend?: boolean
}

/** What the regulations ask of a branch in a quarter, and how far it is (11). */
export function DutyMatrix({ board, plans, legend = true }: DutyMatrixProps) {
  const [chosen, setChosen] = useState<{ row: DutyRow; cell: DutyCell } | null>(null)
  const create = (row: DutyRow, cell: DutyCell) => openPage('create', newMeeting(row, cell, board))
  const tapOf = (row: DutyRow, cell: DutyCell): (() => void) | undefined => {
    switch (wayOf(cell, plans)) {
      case 'activity':
        return () => openPage('activity', { id: cell.activityIds[0] })
      case 'list':
        return () => setChosen({ row, cell })
      case 'create':
        return () => create(row, cell)
      case null:
        return undefined
    }
  }
  return (
    <Card testId='duties'>
      <Head board={board} />
      {board.rows.map((row) => (
        <View key={row.kind} className='drow'>
          <View className='dn'>
            <View className='b c-ink'>{row.name}</View>
            <View className='tiny'>{row.note}</View>
          </View>
          <View className='dc'>
            {row.cells.map((cell) => (
              <Cell key={cell.from} row={row} cell={cell} span={spanOf(cell, board.months)} onTap={tapOf(row, cell)} />
            ))}
          </View>
        </View>
      ))}
      {legend && <Legend />}
      <DutySheet chosen={chosen} plans={plans} onPlan={({ row, cell }) => create(row, cell)} onClose={() => setChosen(null)} />
    </Card>
  )
}
