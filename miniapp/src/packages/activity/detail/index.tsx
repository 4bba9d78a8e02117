import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { DetailBody } from '@/features/activities/DetailBody'
import { DetailFoot, hasFoot } from '@/features/activities/DetailFoot'
import { useActivity } from '@/features/activities/hooks'
import { WORDS } from '@/features/activities/words'
import { SessionGate } from '@/features/home/SessionGate'
import { useNow } from '@/services/now'

function DetailSkeleton() {
  return (
    <View>
      <View className='pulse' aria-hidden='true'>
        <Block width={96} height={22} />
        <Block width='84%' height={30} top={12} />
      </View>
      <View className='mt4'>
        <SkeletonRows rows={2} />
      </View>
    </View>
  )
}

/** 活动详情 */
export default function ActivityDetailPage() {
  const { params } = useRouter<Record<string, string>>()
  const query = useActivity(params.id ?? '')
  const now = useNow()
  const { data } = query
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <Page title={WORDS.detail} foot={data && hasFoot(data, now) ? <DetailFoot activity={data} now={now} /> : undefined}>
      <SessionGate>
        <Async source={query} skeleton={<DetailSkeleton />} errorTitle={WORDS.listFailed}>
          {(activity) => <DetailBody activity={activity} now={now} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
