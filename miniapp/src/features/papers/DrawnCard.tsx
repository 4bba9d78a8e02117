import { QUESTION_TYPE_NAMES } from '@pioneer/shared-types/constants'
import type { AskedQuestion, Draw } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Notice } from '@/components/Notice'
import { Pressable } from '@/components/Pressable'
import { Section } from '@/components/Section'
import { SkeletonRows } from '@/components/Skeleton'
import { explainShort } from '@/services/http'
import { useDrawn } from './hooks'
import { WORDS } from './words'

const FEW = 3

/** A question as it will be put; a tap shows its options. */
function Question({ n, question: { type, topic, stem, options } }: { n: number; question: AskedQuestion }) {
  const [open, setOpen] = useState(false)
  return (
    <Pressable className='row' expanded={open} testId='drawn-question' onTap={() => setOpen(!open)}>
      <View className='g1'>
        <View className='note'>
          {n} · {QUESTION_TYPE_NAMES[type]} · {topic}
        </View>
        <View className='drawn-stem'>{stem}</View>
        {open &&
          options.map(({ key, text }) => (
            <View key={key} className='body mt1'>
              {key} {text}
            </View>
          ))}
      </View>
      <Icon name={open ? 'chevd' : 'chev'} size={18} className='chev' />
    </Pressable>
  )
}

interface DrawnCardProps {
  orgId: string
  /** Null while there is nothing to draw. */
  draw: Draw | null
  onOther: () => void
}

/** The questions that would be in the paper, without keys. */
export function DrawnCard({ orgId, draw, onOther }: DrawnCardProps) {
  const { query, busy } = useDrawn(orgId, draw)
  const [all, setAll] = useState(false)
  const questions = draw === null ? [] : (query.data?.questions ?? [])
  const shown = all ? questions : questions.slice(0, FEW)
  if (draw === null) return <View className='note mt5'>{WORDS.drawFirst}</View>
  return (
    <View data-testid='drawn'>
      <Section title={WORDS.drawn(questions.length)} action={questions.length > 0 ? WORDS.other : undefined} onAction={onOther} />
      {query.error ? (
        <Notice kind='warn' action={WORDS.retry} onAction={() => void query.refetch()}>
          {WORDS.drawFailed}：{explainShort(query.error)}
        </Notice>
      ) : questions.length === 0 ? (
        <SkeletonRows rows={3} />
      ) : (
        <View>
          <View className='note topics-note'>{busy ? WORDS.drawing : WORDS.noKeys}</View>
          <Card>
            {shown.map((question, index) => (
              <Question key={question.id} n={index + 1} question={question} />
            ))}
          </Card>
          {questions.length > FEW && (
            <Button kind='text' onTap={() => setAll(!all)}>
              {all ? WORDS.showFew : WORDS.showAll(questions.length)}
            </Button>
          )}
        </View>
      )}
    </View>
  )
}
