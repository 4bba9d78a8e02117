import type { Home } from '@pioneer/shared-types/home/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { openPage } from '@/services/navigation'
import { TODO_ICONS } from './icons'
import { deskName, deskNote, dueText, TODOS_SHOWN } from './model'
import { openTodo } from './openTodo'
import { WORDS } from './words'

/** 书记工作台, for those who run meetings. */
export function DeskRow({ desk, me }: { desk: NonNullable<Home['desk']>; me: Home['me'] }) {
  const waits = desk.pendingRequests + desk.pendingBindings > 0
  return (
    <Card className='mt3'>
      <Row icon='grid' tone={desk.live ? 'red' : undefined} unread={waits} title={deskName(me)} note={deskNote(desk)} onTap={() => openPage('desk')} />
    </Card>
  )
}

/** The way to invitations, for who runs the installation and no meetings. */
export function OperatorRow() {
  return (
    <Card className='mt3'>
      <Row icon='send' title={WORDS.operator} note={WORDS.operatorNote} onTap={() => openPage('desk')} />
    </Card>
  )
}

/** 等我办的: three by due date, the others on demand. */
export function Todos({ home, now }: { home: Pick<Home, 'todos' | 'todoCount'>; now: number }) {
  const { todos, todoCount } = home
  const [all, setAll] = useState(false)
  const more = todos.length > TODOS_SHOWN
  const shown = all ? todos : todos.slice(0, TODOS_SHOWN)
  return (
    <View>
      <Section title={WORDS.todos} action={more ? (all ? WORDS.fewerTodos : WORDS.allTodos(todoCount)) : undefined} icon={all ? null : 'chevd'} onAction={() => setAll(!all)} />
      {todos.length === 0 ? (
        <Card padded>
          <View className='body'>{WORDS.todosDone}</View>
        </Card>
      ) : (
        <Card>
          {shown.map((todo) => (
            <Row
              key={`${todo.kind}-${todo.ref ?? todo.activityId ?? todo.orgId ?? todo.title}`}
              icon={TODO_ICONS[todo.kind]}
              title={todo.title}
              note={todo.note}
              value={dueText(todo, now) || undefined}
              onTap={() => openTodo(todo)}
            />
          ))}
        </Card>
      )}
    </View>
  )
}
