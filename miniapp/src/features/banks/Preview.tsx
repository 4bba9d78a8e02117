import type { BankPreview } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Section } from '@/components/Section'
import { Stats } from '@/components/Stat'
import { Columns } from '../workbook/Columns'
import { Issues } from '../workbook/Issues'
import { WORDS as WORKBOOK } from '../workbook/words'
import { fieldName } from './model'
import { Questions } from './Questions'
import { WORDS } from './words'

/** What a workbook would bring to a bank, and what has to be mended first. */
export function Preview({ preview }: { preview: BankPreview }) {
  const { totals, issues, columns, questions, sheet, headerRow, bankName } = preview
  const read = totals.add + totals.change + totals.same
  return (
    <View data-testid='bank-preview'>
      {headerRow > 0 && <View className='note mt4'>{WORKBOOK.read(sheet, headerRow)}</View>}
      <Card padded className='mt2'>
        <Stats
          items={[
            { value: totals.rows, label: WORDS.rows },
            { value: totals.add, label: WORDS.adds },
            { value: totals.change, label: WORDS.changes },
            { value: totals.same, label: WORDS.same },
          ]}
        />
        <View className='note mt3'>{WORDS.goesTo(bankName)}</View>
      </Card>
      <Issues issues={issues} />
      {questions.length > 0 && (
        <View>
          <Section title={WORDS.readQuestions} />
          <Questions questions={questions} />
          {read > questions.length && <View className='note mt2'>{WORDS.shownOnly(questions.length)}</View>}
        </View>
      )}
      <Columns columns={columns} nameOf={fieldName} />
    </View>
  )
}
