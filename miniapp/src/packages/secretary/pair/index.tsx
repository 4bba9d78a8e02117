import { useRouter } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { useManaged } from '@/features/desk/hooks'
import { SessionGate } from '@/features/home/SessionGate'
import { pairingOf, screenable } from '@/features/screens/model'
import { WORDS } from '@/features/screens/words'
import { openPage } from '@/services/navigation'
import { clockOffset, useNow } from '@/services/now'
import { PairForm } from './PairForm'
import '../secretary.scss'

/** 打开大屏: connects the screen in the room with a meeting. */
export default function PairPage() {
  const { p = '', q = '', id = '' } = useRouter<Record<string, string>>().params
  const query = useManaged()
  const now = useNow(clockOffset(query.data?.serverTime, query.dataUpdatedAt))
  const scanned = pairingOf(p || q) ?? ''
  const activities = query.data && screenable(query.data.items, now, id)
  return (
    <Page title={WORDS.pairPage}>
      <SessionGate>
        <Async
          source={{ data: activities, error: query.error, refetch: query.refetch }}
          empty={{ title: WORDS.none, text: WORDS.noneNote, action: WORDS.create, onAction: () => openPage('create') }}
          errorTitle={WORDS.listFailed}
        >
          {(list) => <PairForm activities={list} now={now} first={id} scanned={scanned} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
