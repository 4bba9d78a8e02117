import type { BankSummary } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { Async, EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { InputField, PickerField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { Page } from '@/components/Page'
import { SkeletonRows } from '@/components/Skeleton'
import { useBanks } from '@/features/banks/hooks'
import { bankPlaces, handsIn, MOST_NAME, ownBanks, usualTarget } from '@/features/banks/model'
import { Preview } from '@/features/banks/Preview'
import { useBankImport } from '@/features/banks/useBankImport'
import { WORDS } from '@/features/banks/words'
import { SessionGate } from '@/features/home/SessionGate'
import type { Place } from '@/features/papers/model'
import { useOrgs } from '@/features/roster/hooks'
import { WORDS as WORKBOOK } from '@/features/workbook/words'
import { goBack, openPage } from '@/services/navigation'
import { useSession } from '@/services/session'
import '../papers.scss'

const NEW = 'new'

function HandedIn({ orgId, id, count }: { orgId: string; id: string; count: number }) {
  return (
    <Card padded className='mt4' testId='import-done'>
      <View className='f c-ok'>
        <Icon name='checkc' size={22} />
        <View className='h3 ml2 g1'>{WORDS.handedIn(count)}</View>
      </View>
      <View className='body mt2'>{WORDS.handedInNote}</View>
      <View className='btn-pair mt4'>
        <Button onTap={() => openPage('bankCheck', { org: orgId, id })}>{WORDS.seeIt}</Button>
        <Button kind='dark' onTap={goBack}>
          {WORDS.back}
        </Button>
      </View>
    </Card>
  )
}

function Importer({ place, banks }: { place: Place; banks: readonly BankSummary[] }) {
  const own = ownBanks(banks, place.id)
  const { target, nameShort, retarget, reading, preview, choose, handed, apply } = useBankImport(place.id, usualTarget(own, place.name))
  const count = preview ? handsIn(preview) : 0
  const nothing = preview !== null && preview.totals.errors === 0 && count === 0
  const foot = preview && !nothing && (
    <View>
      <Button kind='primary' reason={preview.canApply ? undefined : WORDS.mendFirst} loadingText={WORDS.handing} testId='import-apply' onTap={apply}>
        {preview.canApply ? WORDS.handIn(count) : WORDS.handInNone}
      </Button>
      {preview.canApply && <View className='note btn-why'>{WORDS.whole}</View>}
    </View>
  )
  return (
    <Page title={WORDS.importTitle} foot={foot || undefined}>
      <View className='body'>{WORDS.how}</View>
      <View className='note mt1'>{WORDS.howColumns}</View>
      <Card className='mt4'>
        {own.length > 0 && (
          <PickerField
            label={WORDS.into}
            options={[
              { key: NEW, label: WORDS.newBank, note: WORDS.newBankNote },
              ...own.map(({ id, name, questions }) => ({ key: id, label: name, note: WORDS.intoNote(questions) })),
            ]}
            value={target.bankId ?? NEW}
            testId='import-into'
            onChange={(key) => retarget({ bankId: key === NEW ? null : key })}
          />
        )}
        {target.bankId === null && (
          <InputField
            label={WORDS.name}
            value={target.name}
            placeholder={WORDS.nameHint}
            maxLength={MOST_NAME}
            error={nameShort ? WORDS.nameShort : undefined}
            testId='import-name'
            onChange={(name) => retarget({ name })}
          />
        )}
      </Card>
      <Button icon='file' className='mt4' loading={reading} loadingText={WORKBOOK.reading} disabled={nameShort} testId='import-choose' onTap={choose}>
        {preview || handed ? WORKBOOK.chooseAgain : WORKBOOK.choose}
      </Button>
      {reading && (
        <View className='mt4'>
          <SkeletonRows rows={3} />
        </View>
      )}
      {nothing && (
        <Card padded className='mt4'>
          <View className='body'>{WORDS.nothing}</View>
        </Card>
      )}
      {preview && <Preview preview={preview} />}
      {handed && <HandedIn orgId={place.id} id={handed.id} count={handed.count} />}
    </Page>
  )
}

/** 导入题库: a workbook, what was read in it, and handing it in for somebody else's review. */
export default function BankImportPage() {
  const { id } = useRouter<Record<string, string>>().params
  const me = useSession((state) => state.me)
  const orgs = useOrgs()
  const places = me && orgs.data ? bankPlaces(me, orgs.data.items) : undefined
  const place = places?.find((one) => one.id === id) ?? places?.[0]
  const banks = useBanks(place?.id ?? '')
  if (place !== undefined && banks.data !== undefined) return <Importer key={place.id} place={place} banks={banks.data.banks} />
  const known = places?.length === 0 ? places : undefined
  return (
    <Page title={WORDS.importTitle}>
      <SessionGate>
        <Async
          source={{ data: known, error: orgs.error ?? banks.error, refetch: () => Promise.all([orgs.refetch(), banks.refetch()]) }}
          skeleton={<SkeletonRows rows={3} />}
          empty={{ title: WORDS.notForYou, text: WORDS.notForYouNote }}
          errorTitle={WORDS.failed}
        >
          {() => <EmptyState title={WORDS.notForYou} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
