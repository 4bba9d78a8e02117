import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh } from '@tarojs/taro'
import type { MyPoints, PointsEntry } from '@pioneer/shared-types/points/schemas'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { useMyPoints } from '@/features/points/hooks'
import { Ledger } from '@/features/points/Ledger'
import { EntrySheet, RulesSheet } from '@/features/points/Sheets'
import { WORDS } from '@/features/points/words'
import { YearCard } from '@/features/points/YearCard'
import { partsOf } from '@/services/calendar'
import '../member.scss'

function PointsSkeleton() {
  return (
    <View>
      <View className='card card-p pulse' aria-hidden='true' data-testid='skeleton'>
        <Block width={88} height={16} onCard />
        <Block width={120} height={44} top={8} onCard />
        <Block width='100%' height={78} top={20} onCard />
        <Block width='100%' height={78} top={12} onCard />
      </View>
      <View className='mt6'>
        <SkeletonRows rows={4} />
      </View>
    </View>
  )
}

function Ready({ points }: { points: MyPoints }) {
  const [rules, setRules] = useState(false)
  const [entry, setEntry] = useState<PointsEntry | null>(null)
  const [open, setOpen] = useState(false)
  const show = (chosen: PointsEntry) => {
    setEntry(chosen)
    setOpen(true)
  }
  const none = points.entries.length === 0
  const isThisYear = points.year === partsOf(Date.now()).year
  return (
    <View>
      {(isThisYear || !none) && (
        <>
          <YearCard points={points} onRules={() => setRules(true)} />
          <View className='note mt3 side'>{WORDS.promise}</View>
        </>
      )}
      {none ? (
        <View className='none-yet' data-testid='empty'>
          <View className='h3'>{isThisYear ? WORDS.empty : WORDS.emptyPast(points.year)}</View>
          {isThisYear && <View className='note mt1'>{WORDS.emptyText}</View>}
        </View>
      ) : (
        <Ledger points={points} onOpen={show} />
      )}
      <View className='note mt6 ctr'>{WORDS.missing}</View>
      <EntrySheet entry={entry} open={open} points={points} onClose={() => setOpen(false)} />
      <RulesSheet open={rules} points={points} onClose={() => setRules(false)} />
    </View>
  )
}

function Points() {
  const [year, setYear] = useState<number | undefined>()
  const query = useMyPoints(year)
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  const before = partsOf(Date.now()).year - 1
  return (
    <View>
      <Async source={query} skeleton={<PointsSkeleton />} errorTitle={WORDS.failed}>
        {(points) => <Ready points={points} />}
      </Async>
      {(query.data !== undefined || year !== undefined) && (
        <Button kind='text' className='mt2' onTap={() => setYear(year === undefined ? before : undefined)}>
          {year === undefined ? WORDS.pastYear(before) : WORDS.thisYear}
        </Button>
      )}
    </View>
  )
}

/** 我的积分 */
export default function PointsPage() {
  return (
    <Page title={WORDS.title}>
      <SessionGate>
        <Points />
      </SessionGate>
    </Page>
  )
}
