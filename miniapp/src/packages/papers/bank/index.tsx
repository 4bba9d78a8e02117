import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async, EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { PickerField } from '@/components/Field'
import { Page } from '@/components/Page'
import { Section } from '@/components/Section'
import { SkeletonRows } from '@/components/Skeleton'
import { BankCards } from '@/features/banks/BankCards'
import { useBanks } from '@/features/banks/hooks'
import { DecidedImports, WaitingImports } from '@/features/banks/ImportRows'
import { bankPlaces } from '@/features/banks/model'
import { WORDS } from '@/features/banks/words'
import { SessionGate } from '@/features/home/SessionGate'
import type { Place } from '@/features/papers/model'
import { useOrgs } from '@/features/roster/hooks'
import { openPage } from '@/services/navigation'
import { useSession } from '@/services/session'
import '../papers.scss'

function Banks({ places, first }: { places: readonly Place[]; first: string }) {
  const [orgId, setOrgId] = useState(first)
  const query = useBanks(orgId)
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <Page
      title={WORDS.title}
      foot={
        <Button icon='down' testId='bank-import' onTap={() => openPage('bankImport', { id: orgId })}>
          {WORDS.importNew}
        </Button>
      }
    >
      <SessionGate>
        {places.length > 1 ? (
          <Card>
            <PickerField label={WORDS.place} options={places.map(({ id, name }) => ({ key: id, label: name }))} value={orgId} onChange={setOrgId} />
          </Card>
        ) : (
          <View className='note'>{places[0]?.name}</View>
        )}
        <Async
          source={query}
          skeleton={bankSkeleton}
          isEmpty={({ banks, imports }) => banks.length + imports.length === 0}
          empty={{ title: WORDS.empty, text: WORDS.emptyText }}
          errorTitle={WORDS.failed}
        >
          {({ banks, imports }) => (
            <View>
              <WaitingImports imports={imports} orgId={orgId} />
              {banks.length > 0 && <Section title={WORDS.banks} />}
              <BankCards banks={banks} />
              <DecidedImports imports={imports} orgId={orgId} />
            </View>
          )}
        </Async>
      </SessionGate>
    </Page>
  )
}

const bankSkeleton = (
  <View className='mt3'>
    <SkeletonRows rows={4} />
  </View>
)

/** 题库: what can be drawn from, what waits for a review, and the way to bring more. */
export default function BankPage() {
  const { id } = useRouter<Record<string, string>>().params
  const me = useSession((state) => state.me)
  const orgs = useOrgs()
  const places = bankPlaces(me, orgs.data?.items ?? [])
  const first = places.find((place) => place.id === id) ?? places[0]
  if (first !== undefined) return <Banks places={places} first={id !== undefined && id !== '' ? id : first.id} />
  return (
    <Page title={WORDS.title}>
      <SessionGate>{me === null ? <SkeletonRows rows={4} /> : <EmptyState title={WORDS.notForYou} text={WORDS.notForYouNote} />}</SessionGate>
    </Page>
  )
}
