import type { Home, TodoItem } from '@pioneer/shared-types/home/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { TODO_ICONS } from '../home/icons'
import { dueText, overdue } from '../home/model'
import { openTodo } from '../home/openTodo'
import { dueSections } from './model'
import { WORDS } from './words'

function DueRow({ todo, now, testId }: { todo: TodoItem; now: number; testId: string }) {
  const tone = overdue(todo, now) ? 'bad' : 'warn'
  return <Row icon={TODO_ICONS[todo.kind]} tone={tone} title={todo.title} note={todo.note} value={dueText(todo, now) || undefined} testId={testId} onTap={() => openTodo(todo)} />
}

const keyOf = ({ kind, ref, activityId, title }: TodoItem) => `${kind}-${ref ?? activityId ?? ''}-${title}`

/** Questions that wait for a second pair of eyes, and 提醒: whose answers are missing and how each can be reached. */
export function DueSections({ desk, now }: { desk: NonNullable<Home['desk']>; now: number }) {
  const { reviews, missing } = dueSections(desk.due)
  return (
    <View>
      {reviews.length > 0 && (
        <View>
          <Section title={WORDS.reviews} />
          <Card>
            {reviews.map((todo) => (
              <DueRow key={keyOf(todo)} todo={todo} now={now} testId='desk-review' />
            ))}
          </Card>
        </View>
      )}
      {missing.length > 0 && (
        <View>
          <Section title={WORDS.remind} />
          <Card>
            {missing.map((todo) => (
              <DueRow key={keyOf(todo)} todo={todo} now={now} testId='desk-remind' />
            ))}
          </Card>
        </View>
      )}
    </View>
  )
}
