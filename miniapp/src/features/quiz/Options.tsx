import { View } from '@tarojs/components'
import type { AskedQuestion, MarkedQuestion } from '@pioneer/shared-types/study/schemas'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Tag } from '@/components/Tag'
import { markedOptions, type MarkedOption } from './model'
import { WORDS } from './words'

/** Kind of question, and its text. */
export function QuestionHead({ question: { type, stem } }: { question: AskedQuestion }) {
  const heading = { role: 'heading', 'aria-level': 2 }
  // the next question stands in the same place: a screen reader is told
  const live = { 'aria-live': 'polite' }
  return (
    <View {...live}>
      <View className='f wrap'>
        <Tag>{WORDS.types[type]}</Tag>
        {type === 'multiple' && <View className='note ml2'>{WORDS.chooseAll}</View>}
      </View>
      <View className='qt mt2' data-testid='quiz-stem' {...heading}>
        {stem}
      </View>
    </View>
  )
}

export interface OptionsProps {
  question: AskedQuestion
  chosen: readonly string[]
  disabled?: boolean
  onChoose: (key: string) => void
}

/** The options to choose from; the whole line is the target. */
export function Options({ question, chosen, disabled, onChoose }: OptionsProps) {
  const several = question.type === 'multiple'
  const group = { role: several ? 'group' : 'radiogroup', 'aria-label': question.stem }
  return (
    <View className='mt5' {...group}>
      {question.options.map(({ key, text }) => {
        const on = chosen.includes(key)
        return (
          <Pressable
            key={key}
            className={classes('opt', on && 'on')}
            role={several ? 'checkbox' : 'radio'}
            checked={on}
            disabled={disabled}
            label={`${key} ${text}`}
            testId={`quiz-option-${key}`}
            onTap={() => onChoose(key)}
          >
            <View className='bx'>{on ? <Icon name='check' size={18} /> : key}</View>
            <View className='g1'>{text}</View>
          </Pressable>
        )
      })}
    </View>
  )
}

const LOOKS: Readonly<Record<MarkedOption['look'], string>> = { right: 'right', missed: 'wrong', wrong: 'wrong', plain: '' }

function MarkedBox({ look, letter }: { look: MarkedOption['look']; letter: string }) {
  if (look === 'plain') return <View className='bx'>{letter}</View>
  return (
    <View className='bx'>
      <Icon name={look === 'right' ? 'check' : look === 'missed' ? 'minus' : 'x'} size={18} />
    </View>
  )
}

/** The options after marking: colour, shape and words. */
export function MarkedOptions({ question }: { question: MarkedQuestion }) {
  return (
    <View className='mt4'>
      {markedOptions(question).map(({ key, text, look, words, label }) => {
        const access = { role: 'img', 'aria-label': label }
        return (
          <View key={key} className={classes('opt', 'cmp', LOOKS[look])} data-look={look} {...access}>
            <MarkedBox look={look} letter={key} />
            <View className='g1'>
              <View>{text}</View>
              {words !== null && <View className={classes('note', 'b', look === 'right' ? 'c-ok' : 'c-bad')}>{words}</View>}
            </View>
          </View>
        )
      })}
    </View>
  )
}
