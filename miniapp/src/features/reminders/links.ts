import type { InboxLink } from '@pioneer/shared-types/reminders/schemas'
import { openPage, openTab } from '@/services/navigation'

/** Opens the page a reminder leads to. */
export function openLink({ page, id }: InboxLink): void {
  const named = id ?? undefined
  switch (page) {
    case 'activity':
      return openPage('activity', { id: named })
    case 'roll':
      return openPage('roll', { id: named })
    case 'points':
      return openPage('points')
    case 'desk':
      return openPage('desk')
    case 'bind':
      return openPage('bind')
    case 'stars':
      return openPage('star', { id: named })
    case 'paper':
      return openPage('paper', { id: named })
    case 'lesson':
      return openPage('lesson', { code: named })
    case 'study':
      return openTab('study')
  }
}
