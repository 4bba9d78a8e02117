import type { PaperDetail } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { NothingCard } from '@/components/NothingCard'
import { Row } from '@/components/Row'
import { useShown } from '@/components/useShown'
import { answererNote, type Answerer } from './model'
import { WORDS } from './words'

interface ListProps {
  people: readonly Answerer[]
  testId: string
  /** What stands at the right of a person. */
  rightOf?: (person: Answerer) => ReactNode
}

/** People of a whole committee are more than a phone draws at once. */
const AT_ONCE = 60

function List({ people, testId, rightOf }: ListProps) {
  const { shown, left, more } = useShown(people, AT_ONCE)
  return (
    <View>
      <Card testId={testId}>
        {shown.map((person) => (
          <Row key={person.memberId} avatar={person.name} title={person.name} note={answererNote(person) || undefined} right={rightOf?.(person)} testId='paper-person' />
        ))}
      </Card>
      {left > 0 && (
        <Button kind='text' onTap={more}>
          {WORDS.morePeople(left)}
        </Button>
      )}
    </View>
  )
}

/** 没答 */
export function Missing({ people }: { people: readonly Answerer[] }) {
  if (people.length === 0) return <NothingCard title={WORDS.allDone} text={WORDS.allDoneNote} />
  return <List people={people} testId='paper-missing' />
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
  if (people.length === 0) return <NothingCard title={WORDS.nobodyDone} text={WORDS.nobodyDoneNote} />
  return <List people={people} testId='paper-done' rightOf={({ best }) => best !== null && <Score score={best} passScore={passScore} />} />
}
