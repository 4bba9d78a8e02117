import type { PaperSummary } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { openPage } from '@/services/navigation'
import { byState, lookOf } from './model'
import { WORDS } from './words'

interface PapersProps {
  papers: readonly PaperSummary[]
  orgId: string
  now: number
}

function Papers({ title, papers, orgId, now }: PapersProps & { title: string }) {
  if (papers.length === 0) return null
  return (
    <View>
      <Section title={title} />
      <Card>
        {papers.map((paper) => {
          const { note, value, tone } = lookOf(paper, now, orgId)
          return (
            <Row
              key={paper.id}
              icon={tone === 'ok' ? 'check' : 'edit'}
              tone={tone}
              title={paper.title}
              note={note}
              value={value}
              testId='paper-row'
              onTap={() => openPage('paperPeople', { id: paper.id })}
            />
          )
        })}
      </Card>
    </View>
  )
}

/** Papers that are open, then those that are over. */
export function PaperRows({ papers, orgId, now }: PapersProps) {
  const { open, closed } = byState(papers, now)
  return (
    <View>
      <Papers title={WORDS.open} papers={open} orgId={orgId} now={now} />
      <Papers title={WORDS.closed} papers={closed} orgId={orgId} now={now} />
    </View>
  )
}
