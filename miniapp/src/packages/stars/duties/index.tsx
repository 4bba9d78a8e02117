import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { Segmented } from '@/components/Segmented'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { DutyMatrix } from '@/features/duties/DutyMatrix'
import { useBoard } from '@/features/duties/hooks'
import { branchesRun } from '@/features/duties/model'
import { WORDS } from '@/features/duties/words'
import { SessionGate } from '@/features/home/SessionGate'
import { useSession } from '@/services/session'
import { partsOf } from '@/services/calendar'
import '../stars.scss'

const QUARTERS = [1, 2, 3, 4].map((quarter) => ({ key: String(quarter), label: WORDS.shortQuarter(WORDS.quarters[quarter] ?? '') }))

function DutiesSkeleton() {
  return (
    <View aria-hidden='true'>
      <Block width='60%' height={24} />
      <View className='mt4'>
        <SkeletonRows rows={6} />
      </View>
    </View>
  )
}

function Quarters({ orgId }: { orgId: string }) {
  const me = useSession((state) => state.me)
  const [quarter, setQuarter] = useState(() => String(Math.ceil(partsOf(Date.now()).month / 3)))
  const query = useBoard(orgId, Number(quarter))
  const plans = branchesRun(me).includes(orgId)
  const heading = { role: 'heading', 'aria-level': 2 }
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <View>
      <View className='mb4'>
        <Segmented items={QUARTERS} value={quarter} onChange={setQuarter} />
      </View>
      <Async
        key={quarter}
        source={query}
        skeleton={<DutiesSkeleton />}
        errorTitle={WORDS.failed}
        isEmpty={({ rows }) => rows.length === 0}
        empty={{ title: WORDS.empty, text: WORDS.emptyNote }}
      >
        {(board) => (
          <View>
            <View className='h2' {...heading}>
              {board.orgName}
            </View>
            <View className='note mt1 mb3'>
              {WORDS.year(board.year)} · {WORDS.people(board.members, board.groups)}
            </View>
            <DutyMatrix board={board} plans={plans} />
          </View>
        )}
      </Async>
    </View>
  )
}

/** 全年要办的: what the regulations ask of a branch, quarter by quarter. */
export default function DutiesPage() {
  const { id = '' } = useRouter<Record<string, string>>().params
  return (
    <Page title={WORDS.title}>
      <SessionGate>
        <Quarters orgId={id} />
      </SessionGate>
    </Page>
  )
}
