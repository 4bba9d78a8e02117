import type { TodoItem } from '@pioneer/shared-types/home/schemas'
import type { IconName } from '@/components/Icon'

/** Which icon stands before what waits. */
export const TODO_ICONS: Readonly<Record<TodoItem['kind'], IconName>> = {
  reply: 'calendar',
  'sign-in-request': 'scan',
  'leave-request': 'edit',
  'binding-request': 'user',
  draft: 'file',
  lesson: 'play',
  review: 'refresh',
  paper: 'edit',
  'paper-missing': 'edit',
  'reply-missing': 'bell',
  duty: 'flag',
  'question-import': 'book',
}
