import { View } from '@tarojs/components'
import type { MarkedQuestion } from '@pioneer/shared-types/study/schemas'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { dayText } from '@/services/calendar'
import { useNow } from '@/services/now'
import { MarkedOptions } from './Options'
import { WORDS } from './words'

const DAY_MS = 86_400_000

/** 为什么, 出处, and when it comes back. */
export function Reason({ question: { explanation, source, returnsOn } }: { question: MarkedQuestion }) {
  const now = useNow()
  const returnsAt = returnsOn === null ? null : Date.parse(`${returnsOn}T00:00:00+08:00`)
  return (
    <View>
      {(explanation !== '' || source !== null) && (
        <View className='why mt4'>
          <View className='h3'>{WORDS.why}</View>
          {explanation !== '' && <View className='body mt1'>{explanation}</View>}
          {source !== null && <View className='note mt2'>{WORDS.source(source)}</View>}
        </View>
      )}
      {/* an old result says nothing of a day that is over */}
      {returnsAt !== null && now < returnsAt + DAY_MS && (
        <View className='ft mt4 note'>
          <Icon name='refresh' size={18} className='none' />
          <View className='ml2 g1'>{WORDS.returns(dayText(returnsAt))}</View>
        </View>
      )}
    </View>
  )
}

/** A marked question of a result. */
export function MarkedCard({ n, question }: { n: number; question: MarkedQuestion }) {
  return (
    <Card testId={question.verdict === 'right' ? 'result-right-one' : 'result-wrong-one'}>
      <View className='marked'>
        <View className='note'>
          {WORDS.nth(n)} · {WORDS.types[question.type]}
          {question.verdict === 'blank' && ` · ${WORDS.notAnswered}`}
        </View>
        <View className='h3 mt1'>{question.stem}</View>
        <MarkedOptions question={question} />
        <Reason question={question} />
      </View>
    </Card>
  )
}
