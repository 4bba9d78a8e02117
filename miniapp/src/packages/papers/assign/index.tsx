import type { BankList } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { Async, EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { toast } from '@/components/toast'
import { useBanks } from '@/features/banks/hooks'
import { SessionGate } from '@/features/home/SessionGate'
import { CountFields, RuleFields, SourceFields } from '@/features/papers/AssignFields'
import { DrawnCard } from '@/features/papers/DrawnCard'
import { drawOf, mayDraw } from '@/features/papers/form'
import { partsOfOrg, placesOf, type Place } from '@/features/papers/model'
import { useAssign } from '@/features/papers/useAssign'
import { WORDS } from '@/features/papers/words'
import { useOrgs } from '@/features/roster/hooks'
import { dayOf } from '@/services/calendar'
import { openPage, replacePage } from '@/services/navigation'
import { useSession } from '@/services/session'
import '../papers.scss'

/** Height of what stands over the page, in px: the part that is scrolled to begins below it. */
const UNDER_BAR = -100

function FormSkeleton() {
  return (
    <View>
      <SkeletonRows rows={2} />
      <Block width={96} height={24} top={32} style={{ marginBottom: '12px' }} />
      <SkeletonRows rows={3} />
    </View>
  )
}

function Editor({ place, banks }: { place: Place; banks: BankList['banks'] }) {
  const orgs = useOrgs()
  const { form, errors, available, lost, change, drawOthers, send } = useAssign({
    orgId: place.id,
    banks,
    onAssigned: (paper) => {
      toast(WORDS.assigned(paper.assigned))
      replacePage('paperPeople', { id: paper.id })
    },
    // what has to be mended may be out of sight
    onFault: (where) => void Taro.pageScrollTo({ selector: `#assign-${where}`, offsetTop: UNDER_BAR, duration: 200 }).catch(() => undefined),
    onLook: () => replacePage('paperList', { id: place.id }),
  })
  const part = { form, errors, onChange: change }
  return (
    <Page
      title={WORDS.assign}
      nav='close'
      className={lost ? 'has-two' : undefined}
      foot={
        <View>
          {lost && (
            <Notice kind='warn' className='mb3' testId='assign-lost'>
              {WORDS.lost}
            </Notice>
          )}
          <Button kind='primary' loadingText={WORDS.saving} testId='assign-save' onTap={send}>
            {WORDS.save}
          </Button>
        </View>
      }
    >
      <View id='assign-source'>
        <SourceFields {...part} banks={banks} />
      </View>
      <View id='assign-counts'>
        <CountFields {...part} available={available} />
      </View>
      <View id='assign-rules'>
        <RuleFields {...part} org={place} parts={partsOfOrg(place.id, orgs.data?.items ?? [])} today={dayOf(Date.now())} />
      </View>
      <DrawnCard orgId={place.id} draw={mayDraw(form, available) ? drawOf(form) : null} onOther={drawOthers} />
    </Page>
  )
}

/** 布置卷子 */
export default function AssignPage() {
  const { id } = useRouter<Record<string, string>>().params
  const me = useSession((state) => state.me)
  const places = placesOf(me)
  const place = places.find((one) => one.id === id) ?? places[0]
  const banks = useBanks(place?.id ?? '')
  const usable = banks.data?.banks.filter(({ questions }) => questions > 0)
  if (place !== undefined && usable !== undefined && usable.length > 0) return <Editor key={place.id} place={place} banks={usable} />
  return (
    <Page title={WORDS.assign} nav='close'>
      <SessionGate>
        {me !== null && place === undefined ? (
          <EmptyState title={WORDS.notForYou} text={WORDS.notForYouNote} />
        ) : (
          <Async
            source={{ data: usable, error: banks.error, refetch: banks.refetch }}
            skeleton={<FormSkeleton />}
            empty={{ title: WORDS.noBank, text: WORDS.noBankText, action: WORDS.goBank, onAction: () => openPage('bank', { id: place?.id }) }}
            errorTitle={WORDS.assignFailed}
          >
            {() => null}
          </Async>
        )}
      </SessionGate>
    </Page>
  )
}
