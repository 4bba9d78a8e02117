import type { BranchFact, IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { toast } from '@/components/toast'
import { SessionGate } from '@/features/home/SessionGate'
import { withdrawFact } from '@/features/ratings/api'
import { Evidence } from '@/features/ratings/Evidence'
import { FactList } from '@/features/ratings/FactList'
import { acceptRating, useIndicator } from '@/features/ratings/hooks'
import { IndicatorCard } from '@/features/ratings/IndicatorCard'
import { scoreText } from '@/features/ratings/model'
import { WORDS } from '@/features/ratings/words'
import { TextSheet } from '@/features/roll/TextSheet'
import { openPage } from '@/services/navigation'
import '../stars.scss'

function IndicatorSkeleton() {
  return (
    <View aria-hidden='true' data-testid='skeleton'>
      <View className='card card-p pulse'>
        <Block width='40%' height={16} onCard />
        <Block width='70%' height={24} top={8} onCard />
        <Block width='100%' height={6} top={20} onCard />
        <Block width='90%' height={16} top={20} onCard />
      </View>
      <View className='mt7'>
        <SkeletonRows rows={3} />
      </View>
    </View>
  )
}

function Ready({ orgId, detail }: { orgId: string; detail: IndicatorDetail }) {
  const [fact, setFact] = useState<BranchFact | null>(null)
  const withdraw = async (reason: string) => {
    if (fact === null) return
    const result = await withdrawFact(orgId, fact.id, reason)
    await acceptRating(result)
    toast(WORDS.withdrew(scoreText(result.rating.score)))
  }
  return (
    <View>
      <IndicatorCard detail={detail} />
      {detail.entry === 'computed' && <Evidence detail={detail} />}
      {(detail.facts.length > 0 || (detail.form !== null && detail.canEnter)) && <FactList detail={detail} onWithdraw={setFact} />}
      <TextSheet
        open={fact !== null}
        title={WORDS.withdrawTitle}
        text={WORDS.withdrawText}
        suggestions={WORDS.withdrawReasons}
        action={WORDS.withdrawYes}
        onSend={withdraw}
        onClose={() => setFact(null)}
      />
    </View>
  )
}

/** What stands behind one indicator: how it is reckoned, what counts, what was entered. */
export default function IndicatorPage() {
  const { id = '', code = '' } = useRouter<Record<string, string>>().params
  const query = useIndicator(id, code)
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  const enters = query.data !== undefined && query.data.form !== null && query.data.canEnter
  const foot = enters ? (
    <Button kind='primary' icon='edit' testId='fact-enter' onTap={() => openPage('enterFact', { id, code })}>
      {WORDS.enter}
    </Button>
  ) : undefined
  return (
    <Page title={WORDS.indicator} foot={foot}>
      <SessionGate>
        <Async source={query} skeleton={<IndicatorSkeleton />} errorTitle={WORDS.indicatorFailed}>
          {(detail) => <Ready orgId={id} detail={detail} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
