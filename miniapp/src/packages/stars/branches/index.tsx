import type { RatingOverview } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { classes } from '@/components/className'
import { Page } from '@/components/Page'
import { Segmented } from '@/components/Segmented'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { BranchCards } from '@/features/ratings/BranchCards'
import { BranchTable } from '@/features/ratings/BranchTable'
import { useOverview } from '@/features/ratings/hooks'
import { ordered, overseenBy, type BranchOrder } from '@/features/ratings/model'
import { Spread } from '@/features/ratings/Spread'
import { useWide } from '@/features/ratings/useWide'
import { WORDS } from '@/features/ratings/words'
import { dayText, timeText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { useSession } from '@/services/session'
import '../stars.scss'

const ORDERS = [{ key: 'tree', label: WORDS.byTree }, { key: 'score', label: WORDS.byScore }] as const

function BranchesSkeleton() {
  return (
    <View aria-hidden='true'>
      <Block width='60%' height={24} />
      <Block width='80%' height={16} top={8} style={{ marginBottom: '20px' }} />
      <SkeletonRows rows={6} />
    </View>
  )
}

function Ready({ overview, wide }: { overview: RatingOverview; wide: boolean }) {
  const [order, setOrder] = useState<BranchOrder>('tree')
  const { branches, dimensions } = overview
  const open = (id: string) => openPage('star', { id })
  const heading = { role: 'heading', 'aria-level': 2 }
  const List = wide ? BranchTable : BranchCards
  return (
    <View>
      <View className={classes(wide && 'f sb-w')}>
        <View className='g1'>
          <View className='h2' {...heading}>
            {overview.orgName}
          </View>
          <View className='note mt1'>
            {WORDS.branchesTop(branches.length, overview.schemeName)}。{WORDS.asOf(`${dayText(overview.asOf)} ${timeText(overview.asOf)}`)}
          </View>
        </View>
        {wide && (
          <View className='none order'>
            <Segmented items={ORDERS} value={order} onChange={setOrder} />
          </View>
        )}
      </View>
      <Spread spread={overview.spread} />
      {!wide && (
        <View className='mt6'>
          <Segmented items={ORDERS} value={order} onChange={setOrder} />
        </View>
      )}
      <View className='mt4'>
        <List branches={ordered(branches, order)} dimensions={dimensions} onOpen={open} />
      </View>
    </View>
  )
}

/** 各支部星级, for the committee: organizations, no persons (21). */
export default function BranchesPage() {
  const { id } = useRouter<Record<string, string>>().params
  const me = useSession((state) => state.me)
  const query = useOverview(id ?? overseenBy(me)[0]?.id ?? '')
  const wide = useWide()
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <Page title={WORDS.branches} wide={wide}>
      <SessionGate>
        <Async
          source={query}
          skeleton={<BranchesSkeleton />}
          errorTitle={WORDS.branchesFailed}
          isEmpty={({ branches }) => branches.length === 0}
          empty={{ title: WORDS.branchesEmpty, text: WORDS.branchesEmptyNote }}
        >
          {(overview) => <Ready overview={overview} wide={wide} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
