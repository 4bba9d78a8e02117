import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { Async, EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Row } from '@/components/Row'
import { SkeletonRows } from '@/components/Skeleton'
import { useBanks } from '@/features/banks/hooks'
import { waitingForMe } from '@/features/banks/model'
import { SessionGate } from '@/features/home/SessionGate'
import { usePapers } from '@/features/papers/hooks'
import { placesOf, type Place } from '@/features/papers/model'
import { PaperRows } from '@/features/papers/PaperRows'
import { WORDS } from '@/features/papers/words'
import { openPage } from '@/services/navigation'
import { useSession } from '@/services/session'
import '../papers.scss'

function BankRow({ orgId }: { orgId: string }) {
  const banks = useBanks(orgId)
  const waits = waitingForMe(banks.data?.imports ?? []).length
  return (
    <Card className='mt3'>
      <Row
        icon='book'
        tone={waits > 0 ? 'warn' : undefined}
        title={WORDS.bank}
        note={waits > 0 ? WORDS.bankWaits(waits) : WORDS.bankNote}
        testId='paper-bank'
        onTap={() => openPage('bank', { id: orgId })}
      />
    </Card>
  )
}

function Papers({ place: { id, name } }: { place: Place }) {
  const { query, now } = usePapers(id)
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  const assign = () => openPage('paperAssign', { id })
  return (
    <Page
      title={WORDS.list}
      foot={
        <Button kind='primary' icon='plus' testId='paper-new' onTap={assign}>
          {WORDS.assignNew}
        </Button>
      }
    >
      <SessionGate>
        <View className='note'>{name}</View>
        <BankRow orgId={id} />
        <Async
          source={query}
          skeleton={<View className='mt7'><SkeletonRows rows={4} /></View>}
          isEmpty={({ items }) => items.length === 0}
          empty={{ title: WORDS.empty, text: WORDS.emptyText }}
          errorTitle={WORDS.listFailed}
        >
          {({ items }) => <PaperRows papers={items} orgId={id} now={now} />}
        </Async>
      </SessionGate>
    </Page>
  )
}

/** 卷子 of an organization: what is being answered, what is over; the ways to a new one and to the bank. */
export default function PaperListPage() {
  const { id } = useRouter<Record<string, string>>().params
  const me = useSession((state) => state.me)
  const places = placesOf(me)
  const place = places.find((one) => one.id === id) ?? places[0]
  if (place !== undefined) return <Papers place={place} />
  return (
    <Page title={WORDS.list}>
      <SessionGate>{me === null ? <SkeletonRows rows={4} /> : <EmptyState title={WORDS.notForYou} text={WORDS.notForYouNote} />}</SessionGate>
    </Page>
  )
}
