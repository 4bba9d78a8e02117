import type { Home } from '@pioneer/shared-types/home/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { openPage, openTab } from '@/services/navigation'
import { TODO_ICONS } from './icons'
import { deskNote, dueText } from './model'
import { openTodo } from './openTodo'
import { WORDS } from './words'

/** 书记工作台, for those who run meetings. */
export function DeskRow({ desk }: { desk: NonNullable<Home['desk']> }) {
  const waits = desk.pendingRequests + desk.pendingBindings > 0
  return (
    <Card className='mt3'>
      <Row icon='grid' tone={desk.live ? 'red' : undefined} unread={waits} title={WORDS.desk} note={deskNote(desk)} onTap={() => openPage('desk')} />
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

/** 等我办的: at most three, by due date. */
export function Todos({ home, now }: { home: Pick<Home, 'todos' | 'todoCount' | 'desk'>; now: number }) {
  const { todos, todoCount } = home
  const more = todoCount > todos.length
  return (
    <View>
      <Section
        title={WORDS.todos}
        action={more ? WORDS.allTodos(todoCount) : undefined}
        onAction={() => (home.desk ? openPage('desk') : openTab('activities'))}
      />
      {todos.length === 0 ? (
        <Card padded>
          <View className='body'>{WORDS.todosDone}</View>
        </Card>
      ) : (
        <Card>
          {todos.map((todo) => (
            <Row
              key={`${todo.kind}-${todo.ref ?? todo.activityId ?? todo.orgId ?? todo.title}`}
              icon={TODO_ICONS[todo.kind]}
              title={todo.title}
              note={todo.note}
              value={dueText(todo, now)}
              onTap={() => openTodo(todo)}
            />
          ))}
        </Card>
      )}
    </View>
  )
}
