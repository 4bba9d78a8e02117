import type { PaperDetail } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Segmented } from '@/components/Segmented'
import { SkeletonLeaf, SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { usePaper } from '@/features/papers/hooks'
import { ManagePaper } from '@/features/papers/ManagePaper'
import { answerers, isOpen, type PeopleTab } from '@/features/papers/model'
import { PaperCard } from '@/features/papers/PaperCard'
import { Done, Missing } from '@/features/papers/People'
import { WORDS } from '@/features/papers/words'
import { openPage } from '@/services/navigation'
import '../papers.scss'

function PaperSkeleton() {
  return (
    <View>
      <SkeletonLeaf />
      <View className='mt5'>
        <SkeletonRows rows={5} />
      </View>
    </View>
  )
}

function Ready({ paper, now }: { paper: PaperDetail; now: number }) {
  const [tab, setTab] = useState<PeopleTab>('missing')
  const { missing, done } = answerers(paper.people)
  return (
    <View>
      {paper.withdrawnReason !== null && (
        <Notice icon='undo' className='mb3' testId='paper-withdrawn'>
          {WORDS.withdrawnBecause(paper.withdrawnReason)}
        </Notice>
      )}
      <PaperCard paper={paper} now={now} />
      <View className='mt5'>
        <Segmented
          items={[
            { key: 'missing', label: WORDS.missingTab, count: missing.length },
            { key: 'done', label: WORDS.doneTab, count: done.length },
          ]}
          value={tab}
          onChange={setTab}
        />
      </View>
      <View className='mt3'>{tab === 'missing' ? <Missing people={missing} /> : <Done people={done} passScore={paper.passScore} />}</View>
      {paper.withdrawnReason === null && <ManagePaper id={paper.id} />}
    </View>
  )
}

/** How many a reminder would be for; nobody once the paper is over, or before it opens. */
function remindable(paper: PaperDetail, now: number): number {
  return isOpen(paper, now) && now >= Date.parse(paper.opensAt) ? answerers(paper.people).missing.length : 0
}

/** 答题情况: who has not done a paper, and who has. */
export default function PaperPage() {
  const { id = '' } = useRouter<Record<string, string>>().params
  const { query, now } = usePaper(id)
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  const count = query.data ? remindable(query.data, now) : 0
  return (
    <Page
      title={WORDS.paper}
      foot={
        count > 0 ? (
          <Button kind='primary' icon='bell' testId='paper-remind' onTap={() => openPage('remind', { paper: id })}>
            {WORDS.remind(count)}
          </Button>
        ) : undefined
      }
    >
      <SessionGate>
        <Async source={query} skeleton={<PaperSkeleton />} errorTitle={WORDS.paperFailed}>
          {(paper) => <Ready paper={paper} now={now} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
