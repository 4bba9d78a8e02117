import type { LessonCard, PaperTask } from '@pioneer/shared-types/study/schemas'
import { Row } from '@/components/Row'
import { Tag } from '@/components/Tag'
import { openPage } from '@/services/navigation'
import { lessonNote, paperLook } from './model'
import { WORDS } from './words'

/** A paper in a list; the way to it. */
export function PaperRow({ paper, now }: { paper: PaperTask; now: number }) {
  const { note, value, tone } = paperLook(paper, now)
  return <Row icon={tone === 'ok' ? 'check' : 'edit'} tone={tone} title={paper.title} note={note} value={value} testId='paper-row' onTap={() => openPage('paper', { id: paper.id })} />
}

/** A lesson in a list; the way to it. */
export function LessonRow({ lesson }: { lesson: LessonCard }) {
  const passed = lesson.state === 'passed'
  return (
    <Row
      icon='book'
      title={lesson.title}
      note={lessonNote(lesson)}
      value={
        passed ? (
          <Tag kind='ok' icon='check'>
            {WORDS.passed}
          </Tag>
        ) : undefined
      }
      testId='lesson-row'
      onTap={() => openPage('lesson', { code: lesson.code })}
    />
  )
}
