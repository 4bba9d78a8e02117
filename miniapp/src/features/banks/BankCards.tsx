import type { BankSummary } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Row } from '@/components/Row'
import { bankNote } from './model'
import { WORDS } from './words'

/** A bank, opened to its topics with how many questions of each type. */
function BankCard({ bank, opened }: { bank: BankSummary; opened: boolean }) {
  const [open, setOpen] = useState(opened)
  return (
    <Card>
      <Pressable className='row lead-pad' expanded={open} testId='bank-row' onTap={() => setOpen(!open)}>
        <View className='row-l'>
          <Icon name='book' size={22} />
        </View>
        <View className='g1'>
          <View className='row-t'>{bank.name}</View>
          <View className='row-n'>{bankNote(bank)}</View>
        </View>
        <View className='row-v'>
          <View>{WORDS.questions(bank.questions)}</View>
          <Icon name={open ? 'chevd' : 'chev'} size={18} className='chev' />
        </View>
      </Pressable>
      {open &&
        bank.topics.map(({ name, single, multiple, judge }) => (
          <Row key={name} regular title={name} note={WORDS.byType(single, multiple, judge)} value={WORDS.questions(single + multiple + judge)} testId='bank-topic' />
        ))}
    </Card>
  )
}

/** The banks questions can be drawn from. */
export function BankCards({ banks }: { banks: readonly BankSummary[] }) {
  return (
    <View>
      {banks.map((bank) => (
        <BankCard key={bank.id} bank={bank} opened={banks.length === 1} />
      ))}
    </View>
  )
}
