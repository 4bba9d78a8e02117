import { QUESTION_TYPE_NAMES } from '@pioneer/shared-types/constants'
import type { KeyedQuestion } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Tag } from '@/components/Tag'
import { PAGE_SIZE, pageOf } from './model'
import { WORDS } from './words'

/** A question with its key and why it is the key. */
function Question({ n, question: { type, topic, stem, options, answer, explanation, action } }: { n: number; question: KeyedQuestion }) {
  return (
    <View className='kq' data-testid='keyed-question'>
      <View className='f sb-w'>
        <View className='note g1'>
          {n} · {QUESTION_TYPE_NAMES[type]} · {topic}
        </View>
        <Tag kind={action === 'change' ? 'info' : action === 'add' ? 'ok' : 'line'}>{WORDS.actions[action]}</Tag>
      </View>
      <View className='h3 mt1'>{stem}</View>
      {options.map(({ key, text }) => {
        const right = answer.includes(key)
        const access = { role: 'img', 'aria-label': right ? `${key} ${text}，${WORDS.right}` : `${key} ${text}` }
        return (
          <View key={key} className={classes('kq-o', right && 'right')} {...access}>
            <View className='kq-k'>{key}</View>
            <View className='g1'>{text}</View>
            {right && <Icon name='check' size={20} className='none ml2' />}
          </View>
        )
      })}
      <View className='note kq-why'>
        {WORDS.answer(answer.join(''))}
        {explanation === '' ? '' : `。${explanation}`}
      </View>
    </View>
  )
}

interface QuestionsProps {
  questions: readonly KeyedQuestion[]
  /** How many pages were turned to, whenever one more is. */
  onSeen?: (pages: number) => void
  onTurn?: () => void
}

/** Questions with their keys, a page at a time. */
export function Questions({ questions, onSeen, onTurn }: QuestionsProps) {
  const [page, setPage] = useState(0)
  const { items, from, to, last } = pageOf(questions, page)
  const turn = (next: number) => {
    setPage(next)
    onSeen?.(next + 1)
    onTurn?.()
  }
  return (
    <View>
      <Card>
        {items.map((question, index) => (
          <Question key={from + index} n={from + index} question={question} />
        ))}
      </Card>
      {questions.length > PAGE_SIZE && (
        <View>
          <View className='note mt3 ctr'>{WORDS.page(from, to, questions.length)}</View>
          <View className='btn-pair mt2'>
            <Button disabled={page === 0} onTap={() => turn(page - 1)}>
              {WORDS.before}
            </Button>
            <Button disabled={last} testId='questions-next' onTap={() => turn(page + 1)}>
              {WORDS.next}
            </Button>
          </View>
        </View>
      )}
    </View>
  )
}
