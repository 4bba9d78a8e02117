import type { PaperDetail } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { answererNote, type Answerer } from './model'
import { WORDS } from './words'

function Nobody({ title, text }: { title: string; text: string }) {
  return (
    <Card padded>
      <View className='h3'>{title}</View>
      <View className='note mt1'>{text}</View>
    </Card>
  )
}

/** 没答 */
export function Missing({ people }: { people: readonly Answerer[] }) {
  if (people.length === 0) return <Nobody title={WORDS.allDone} text={WORDS.allDoneNote} />
  return (
    <Card testId='paper-missing'>
      {people.map((person) => (
        <Row key={person.memberId} avatar={person.name} title={person.name} note={answererNote(person) || undefined} testId='paper-person' />
      ))}
    </Card>
  )
}

function Score({ score, passScore }: { score: number; passScore: number }) {
  return (
    <View className='score'>
      <View className='b c-ink'>{WORDS.points(score)}</View>
      {score < passScore && <View className='c-warn'>{WORDS.notPassed}</View>}
    </View>
  )
}

/** 答完, each with the best score. */
export function Done({ people, passScore }: { people: readonly Answerer[] } & Pick<PaperDetail, 'passScore'>) {
  if (people.length === 0) return <Nobody title={WORDS.nobodyDone} text={WORDS.nobodyDoneNote} />
  return (
    <Card testId='paper-done'>
      {people.map((person) => (
        <Row
          key={person.memberId}
          avatar={person.name}
          title={person.name}
          note={answererNote(person) || undefined}
          right={person.best === null ? undefined : <Score score={person.best} passScore={passScore} />}
          testId='paper-person'
        />
      ))}
    </Card>
  )
}
