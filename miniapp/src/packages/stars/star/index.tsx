import type { BranchRating } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { Async, EmptyState } from '@/components/Async'
import { Card } from '@/components/Card'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Row } from '@/components/Row'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { Dimensions } from '@/features/ratings/Dimensions'
import { useRating } from '@/features/ratings/hooks'
import { ownBranch } from '@/features/ratings/model'
import { Raises } from '@/features/ratings/Raises'
import { ScoreCard } from '@/features/ratings/ScoreCard'
import { Vetoes } from '@/features/ratings/Vetoes'
import { WORDS } from '@/features/ratings/words'
import { dayText, timeText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { useSession } from '@/services/session'
import '../stars.scss'

function StarSkeleton() {
  return (
    <View aria-hidden='true' data-testid='skeleton'>
      <View className='card card-p pulse'>
        <Block width='70%' height={16} onCard />
        <View className='f sb-w mt3'>
          <Block width={150} height={30} onCard />
          <Block width={96} height={44} onCard />
        </View>
        <Block width='100%' height={8} top={24} onCard />
        <Block width='60%' height={16} top={36} onCard />
      </View>
      <View className='mt7'>
        <SkeletonRows rows={3} />
      </View>
    </View>
  )
}

function Ready({ rating }: { rating: BranchRating }) {
  const { orgId, limits } = rating
  const open = (code: string) => openPage('indicator', { id: orgId, code })
  return (
    <View>
      {limits.length > 0 && (
        <Notice kind='bad' className='mb3' testId='star-limits'>
          {limits.map(({ code, reason }) => (
            <View key={code}>{reason}</View>
          ))}
        </Notice>
      )}
      <ScoreCard rating={rating} />
      <Raises raises={rating.raises} onOpen={open} />
      <Dimensions dimensions={rating.dimensions} onOpen={open} />
      <Vetoes vetoes={rating.vetoes} onOpen={open} />
      {rating.canEnter && (
        <Card className='mt4'>
          <Row icon='calendar' title={WORDS.duties} note={WORDS.dutiesNote} onTap={() => openPage('duties', { id: orgId })} />
        </Card>
      )}
      <View className='note mt3 side'>{WORDS.promise(rating.schemeName)}</View>
      <View className='note side'>{WORDS.asOf(`${dayText(rating.asOf)} ${timeText(rating.asOf)}`)}</View>
    </View>
  )
}

function Stars() {
  const { id } = useRouter<Record<string, string>>().params
  const me = useSession((state) => state.me)
  const orgId = id ?? ownBranch(me)
  const query = useRating(orgId)
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  if (orgId === '' && me !== null) return <EmptyState title={WORDS.noBranch} text={WORDS.noBranchNote} />
  return (
    <Async source={query} skeleton={<StarSkeleton />} errorTitle={WORDS.failed}>
      {(rating) => <Ready rating={rating} />}
    </Async>
  )
}

/** 支部星级 (14) */
export default function StarPage() {
  return (
    <Page title={WORDS.title}>
      <SessionGate>
        <Stars />
      </SessionGate>
    </Page>
  )
}
