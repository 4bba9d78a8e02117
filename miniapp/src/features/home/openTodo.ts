import type { TodoItem } from '@pioneer/shared-types/home/schemas'
import { openPage } from '@/services/navigation'

/** Opens the page where this can be done. */
export function openTodo({ kind, activityId, orgId, ref }: TodoItem): void {
  const id = activityId ?? undefined
  switch (kind) {
    case 'reply':
      return openPage('activity', { id })
    case 'draft':
      return openPage('create', { id })
    case 'binding-request':
      return openPage('bindings', { orgId: orgId ?? undefined })
    case 'sign-in-request':
    case 'leave-request':
      return openPage('requests', { id })
    case 'reply-missing':
      return openPage('remind', { id, about: 'reply' })
    case 'paper-missing':
      return openPage('remind', { paper: ref ?? undefined })
    case 'duty':
      return openPage('duties', { id: orgId ?? undefined })
    case 'lesson':
      return openPage('lesson', { code: ref ?? undefined })
    case 'review':
      return openPage('review')
    case 'paper':
      return openPage('paper', { id: ref ?? undefined })
    case 'question-import':
      return openPage('bankCheck', { org: orgId ?? undefined, id: ref ?? undefined })
  }
}
