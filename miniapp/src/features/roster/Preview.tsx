import type { RosterChange, RosterPreview, WorkbookIssue } from '@pioneer/shared-types/roster/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Lamp } from '@/components/Lamp'
import { Notice } from '@/components/Notice'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { Stats } from '@/components/Stat'
import { Tag } from '@/components/Tag'
import { importWords, ROWS_SHOWN } from './model'
import { WORDS } from './words'

/** Where it is, why, and what to do. */
function Issue({ issue }: { issue: WorkbookIssue }) {
  const { row, column, value, severity, message, remedy } = issue
  const bad = severity === 'error'
  return (
    <View className='issue ft' data-testid='workbook-issue'>
      <View className='mt1'>
        <Lamp state={bad ? 'bad' : 'warn'} label='' />
      </View>
      <View className='g1 ml3'>
        <View className='b'>
          {WORDS.where(row, column)}
          {value ? `：${value}` : ''}
        </View>
        <View className={bad ? 'note c-bad' : 'note c-warn'}>{message}</View>
        <View className='note'>{remedy}</View>
      </View>
    </View>
  )
}

function Issues({ title, items }: { title: string; items: readonly WorkbookIssue[] }) {
  if (items.length === 0) return null
  return (
    <View>
      <Section title={title} />
      <Card>
        {items.map((issue, index) => (
          <Issue key={index} issue={issue} />
        ))}
      </Card>
    </View>
  )
}

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
  const { totals, columns, newGroups } = preview
  const { errors, warnings, changes, touched } = importWords(preview)
  return (
    <View data-testid='roster-preview'>
      <View className='note mt4'>{WORDS.read(preview.sheet, preview.headerRow)}</View>
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
      <Issues title={WORDS.errors(errors.length)} items={errors} />
      <Issues title={WORDS.warnings(warnings.length)} items={warnings} />
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
      {changes.length === 0 && errors.length === 0 && (
        <Card padded className='mt4'>
          <View className='body'>{WORDS.nothing}</View>
        </Card>
      )}
      <Section title={WORDS.columns} />
      <Card>
        {columns.map(({ header, field, note }) => (
          <Row key={header} regular title={header} note={note ?? undefined} value={field ?? WORDS.skipped} />
        ))}
      </Card>
    </View>
  )
}
