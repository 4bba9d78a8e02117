import type { RosterChange, RosterPreview } from '@pioneer/shared-types/roster/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Notice } from '@/components/Notice'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { Stats } from '@/components/Stat'
import { Tag } from '@/components/Tag'
import { Columns } from '../workbook/Columns'
import { Issues } from '../workbook/Issues'
import { WORDS as WORKBOOK } from '../workbook/words'
import { changesShown, ROWS_SHOWN } from './model'
import { WORDS } from './words'

function Change({ change }: { change: RosterChange }) {
  const added = change.action === 'add'
  const lines = added ? [change.branchName] : change.changes.map(({ field, from, to }) => WORDS.from(field, from, to))
  return (
    <Row
      title={change.name}
      note={lines.map((line) => (
        <View key={line}>{line}</View>
      ))}
      right={<Tag kind={added ? 'ok' : 'info'}>{added ? WORDS.add : WORDS.change}</Tag>}
    />
  )
}

/** What applying the workbook would do, and what has to be mended first. */
export function Preview({ preview }: { preview: RosterPreview }) {
  const { totals, columns, issues, newGroups } = preview
  const { changes, touched } = changesShown(preview)
  return (
    <View data-testid='roster-preview'>
      <View className='note mt4'>{WORKBOOK.read(preview.sheet, preview.headerRow)}</View>
      <Card padded className='mt2'>
        <Stats
          items={[
            { value: totals.rows, label: WORDS.rows },
            { value: totals.add, label: WORDS.adds },
            { value: totals.change, label: WORDS.changes },
            { value: totals.same, label: WORDS.same },
          ]}
        />
      </Card>
      {newGroups.length > 0 && (
        <Notice kind='plain' icon='people' className='mt3'>
          {WORDS.newGroups(newGroups.join('、'))}
        </Notice>
      )}
      <Issues issues={issues} />
      {changes.length > 0 && (
        <View>
          <Section title={WORDS.list} />
          <Card>
            {changes.map((change) => (
              <Change key={`${change.row}-${change.name}`} change={change} />
            ))}
          </Card>
          {touched > ROWS_SHOWN && <View className='note mt2'>{WORDS.onlyFirst(changes.length, touched)}</View>}
        </View>
      )}
      {changes.length === 0 && totals.errors === 0 && (
        <Card padded className='mt4'>
          <View className='body'>{WORDS.nothing}</View>
        </Card>
      )}
      <Columns columns={columns} />
    </View>
  )
}
