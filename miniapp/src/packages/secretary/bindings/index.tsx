import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { useBindings } from '@/features/bindings/hooks'
import { RequestCard } from '@/features/bindings/RequestCard'
import { WORDS } from '@/features/bindings/words'
import { SessionGate } from '@/features/home/SessionGate'
import { useNow } from '@/services/now'
import '../secretary.scss'

/** 待认证的同志: newcomers who wait for the secretary. */
export default function BindingsPage() {
  const { orgId } = useRouter<Record<string, string>>().params
  const source = useBindings(orgId)
  const now = useNow()
  usePullDownRefresh(() => {
    void source.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <Page title={WORDS.title}>
      <SessionGate>
        <Async source={source} empty={{ title: WORDS.empty, text: WORDS.emptyNote }} errorTitle={WORDS.failed}>
          {(requests) => (
            <View>
              <View className='note'>{WORDS.lead}</View>
              {requests.map((request) => (
                <RequestCard key={request.id} request={request} now={now} />
              ))}
            </View>
          )}
        </Async>
      </SessionGate>
    </Page>
  )
}
