import type { Home } from '@pioneer/shared-types/home/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh } from '@tarojs/taro'
import { Async, EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Page } from '@/components/Page'
import { SkeletonLeaf, SkeletonRows } from '@/components/Skeleton'
import { People, Plans, Waits } from '@/features/desk/DeskSections'
import { DueSections } from '@/features/desk/DueSections'
import { refreshDesk, useManaged } from '@/features/desk/hooks'
import { LiveCard } from '@/features/desk/LiveCard'
import { deskLists, placesText } from '@/features/desk/model'
import { WORDS } from '@/features/desk/words'
import { DeskStars, OverseenBranches } from '@/features/ratings/DeskParts'
import { operatorAt } from '@/features/roster/model'
import { DeskDuties } from '@/features/duties/DeskDuties'
import { useHome } from '@/features/home/hooks'
import { deskName } from '@/features/home/model'
import { SessionGate } from '@/features/home/SessionGate'
import { DeskStudy } from '@/features/papers/DeskStudy'
import { openPage } from '@/services/navigation'
import { useSession } from '@/services/session'
import '../secretary.scss'

function DeskSkeleton() {
  return (
    <View className='mt3'>
      <SkeletonLeaf />
      <View className='mt7'>
        <SkeletonRows rows={3} />
      </View>
    </View>
  )
}

function Ready({ home, now }: { home: Home; now: number }) {
  const managed = useManaged()
  const { desk, me } = home
  if (desk === null) {
    // Who runs the installation runs no meetings, and invites those who do.
    return operatorAt(me).length > 0 ? <People me={me} /> : <EmptyState title={WORDS.notForYou} text={WORDS.notForYouNote} />
  }
  const { live } = desk
  return (
    <View>
      <View className='f sb-w wrap'>
        <View className='note desk-place'>{placesText(me)}</View>
        <DeskStars rating={desk.rating} />
      </View>
      {live && <LiveCard activity={live.activity} counts={live.counts} now={now} />}
      <Button kind={live ? 'plain' : 'primary'} icon='plus' className={live ? 'mt4' : 'mt3'} onTap={() => openPage('create')}>
        {WORDS.create}
      </Button>
      <Waits desk={desk} />
      <DueSections desk={desk} now={now} />
      <OverseenBranches me={me} />
      <DeskDuties me={me} />
      <DeskStudy me={me} />
      <Async source={managed} skeleton={<View className='mt7'><SkeletonRows rows={2} /></View>}>
        {({ items }) => <Plans lists={deskLists(items, now, live?.activity.id ?? null)} now={now} />}
      </Async>
      <People me={me} />
    </View>
  )
}

/** 书记工作台 */
export default function DeskPage() {
  const { source, now } = useHome()
  const me = useSession((state) => state.me)
  usePullDownRefresh(() => {
    void refreshDesk().finally(() => stopPullDownRefresh())
  })
  return (
    <Page title={deskName(me)}>
      <SessionGate>
        <Async source={source} skeleton={<DeskSkeleton />} errorTitle={WORDS.failed}>
          {(home) => <Ready home={home} now={now} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
