import { Button } from '@/components/Button'
import { openPage } from '@/services/navigation'
import { startQuiz } from './hooks'
import type { FootAction } from './model'
import { WORDS } from './words'

export interface ActionButtonProps {
  action: FootAction
  type: 'lesson' | 'paper'
  /** Code of the lesson, id of the paper. */
  id: string
  testId: string
}

/** What a lesson or a paper offers: to start, to go on, or to see the result. */
export function ActionButton({ action: { label, reason, to, kind }, type, id, testId }: ActionButtonProps) {
  return (
    <Button
      kind={kind}
      reason={reason}
      loadingText={WORDS.starting}
      testId={testId}
      onTap={() => (to === null ? startQuiz(type, id) : openPage(to.page, { id: to.id }))}
    >
      {label}
    </Button>
  )
}
