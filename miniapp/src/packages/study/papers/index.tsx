import type { PaperTask, PaperTasks } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Section } from '@/components/Section'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { usePapers } from '@/features/quiz/hooks'
import { paperShelves } from '@/features/quiz/model'
import { WORDS } from '@/features/quiz/words'
import { PaperRow } from '@/features/study/Rows'
import { clockOffset, useNow } from '@/services/now'
import '../study.scss'

function Shelf({ papers, now }: { papers: readonly PaperTask[]; now: number }) {
  return (
    <Card>
      {papers.map((paper) => (
        <PaperRow key={paper.id} paper={paper} now={now} />
      ))}
    </Card>
  )
}

function Ready({ tasks, now }: { tasks: PaperTasks; now: number }) {
  const { open, past } = paperShelves(tasks.items, now)
  return (
    <View className='shelves'>
      <Section title={WORDS.papersOpen} />
      {open.length > 0 ? <Shelf papers={open} now={now} /> : <View className='body'>{WORDS.papersNone}</View>}
      {past.length > 0 && (
        <View>
          <Section title={WORDS.papersPast} />
          <Shelf papers={past} now={now} />
        </View>
      )}
    </View>
  )
}

/** 全部卷子 */
export default function PapersPage() {
  const papers = usePapers()
  const now = useNow(clockOffset(papers.data?.serverTime, papers.dataUpdatedAt))
  usePullDownRefresh(() => {
    void papers.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <Page title={WORDS.papers}>
      <SessionGate>
        <Async
          source={papers}
          skeleton={<SkeletonRows rows={4} />}
          errorTitle={WORDS.papersFailed}
          isEmpty={({ items }) => items.length === 0}
          empty={{ title: WORDS.papersEmpty, text: WORDS.papersEmptyText }}
        >
          {(tasks) => <Ready tasks={tasks} now={now} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
