import type { BranchRating, IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { Async, EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { EnteredCard } from '@/features/ratings/EnteredCard'
import { FactFields } from '@/features/ratings/FactFields'
import { useIndicator, useRating } from '@/features/ratings/hooks'
import { useFactForm } from '@/features/ratings/useFactForm'
import { WORDS } from '@/features/ratings/words'
import { SessionGate } from '@/features/home/SessionGate'
import { goBack } from '@/services/navigation'
import '../stars.scss'

function FormSkeleton() {
  return (
    <View aria-hidden='true'>
      <Block width='60%' height={24} />
      <Block width='90%' height={16} top={8} style={{ marginBottom: '20px' }} />
      <SkeletonRows rows={4} />
    </View>
  )
}

interface EditorProps {
  orgId: string
  detail: IndicatorDetail
  form: NonNullable<IndicatorDetail['form']>
  before: BranchRating | undefined
}

function Editor({ orgId, detail, form: asked, before }: EditorProps) {
  const { form, errors, lost, entered, today, change, send } = useFactForm({ orgId, detail, form: asked, before })
  const heading = { role: 'heading', 'aria-level': 2 }
  const foot = entered ? (
    <Button kind='dark' onTap={goBack}>
      {WORDS.back}
    </Button>
  ) : (
    <Button kind='primary' testId='fact-save' loadingText={WORDS.saving} onTap={send}>
      {WORDS.save}
    </Button>
  )
  return (
    <Page title={WORDS.enter} nav='close' foot={foot}>
      {entered ? (
        <EnteredCard entered={entered} />
      ) : (
        <View>
          {lost && (
            <Notice kind='warn' className='mb3' testId='fact-lost'>
              {WORDS.lost}
            </Notice>
          )}
          <View className='h2' {...heading}>
            {detail.name}
          </View>
          <View className='body mt1 mb4'>{asked.ask}</View>
          <FactFields ask={asked} form={form} errors={errors} today={today} onChange={change} />
        </View>
      )}
    </Page>
  )
}

/** 登记: a fact the system cannot know by itself, with its proof. */
export default function EnterPage() {
  const { id = '', code = '' } = useRouter<Record<string, string>>().params
  const indicator = useIndicator(id, code)
  // only for the difference it makes: entering works without it
  const rating = useRating(id)
  const detail = indicator.data
  if (detail?.form && detail.canEnter) return <Editor orgId={id} detail={detail} form={detail.form} before={rating.data} />
  return (
    <Page title={WORDS.enter} nav='close'>
      <SessionGate>
        <Async source={indicator} skeleton={<FormSkeleton />} errorTitle={WORDS.enterFailed}>
          {() => <EmptyState title={WORDS.cannotEnter} text={WORDS.cannotEnterNote} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
