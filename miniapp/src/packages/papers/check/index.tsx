import type { BankImport } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { ask } from '@/components/ask'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { SkeletonRows } from '@/components/Skeleton'
import { toast, toastError } from '@/components/toast'
import { decide, useImported } from '@/features/banks/hooks'
import { importNote, unseen } from '@/features/banks/model'
import { Questions } from '@/features/banks/Questions'
import { WORDS } from '@/features/banks/words'
import { SessionGate } from '@/features/home/SessionGate'
import { TextSheet } from '@/features/roll/TextSheet'
import { goBack, scrollToTop } from '@/services/navigation'
import '../papers.scss'

/** Where the import stands, in words: why there are no buttons, or what was decided. */
function Standing({ imported: { state, mine, canReview, reason } }: { imported: BankImport }) {
  if (state === 'approved') return <Notice kind='ok' className='mb3' testId='check-state'>{WORDS.approveDone}</Notice>
  if (state === 'rejected') {
    return (
      <Notice kind='bad' icon='undo' className='mb3' testId='check-state'>
        {reason === null ? WORDS.rejected : WORDS.because(reason)}
      </Notice>
    )
  }
  if (canReview) return <View className='body mb3'>{WORDS.checkLead}</View>
  return (
    <Notice icon='people' className='mb3' testId='check-state'>
      <View className={mine ? 'b' : undefined}>{mine ? WORDS.own : WORDS.notReviewer}</View>
      {mine && <View>{WORDS.ownNote}</View>}
    </Notice>
  )
}

function Ready({ imported, onSeen }: { imported: BankImport; onSeen: (pages: number) => void }) {
  return (
    <View>
      <Standing imported={imported} />
      <Card padded>
        <View className='h2'>{imported.bankName}</View>
        <View className='note mt1'>{importNote(imported)}</View>
      </Card>
      <View className='mt3'>
        <Questions questions={imported.items} onSeen={onSeen} onTurn={scrollToTop} />
      </View>
    </View>
  )
}

/** 审题: the questions somebody else has brought, with their keys, to be approved or given back. */
export default function BankCheckPage() {
  const { org = '', id = '' } = useRouter<Record<string, string>>().params
  const query = useImported(org, id)
  const [seen, setSeen] = useState(1)
  const [rejecting, setRejecting] = useState(false)
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  const imported = query.data

  const settle = async (reason: string | null): Promise<void> => {
    const state = await decide(org, id, reason)
    toast(state === 'approved' ? WORDS.approveDone : WORDS.rejectDone)
    goBack()
  }
  const approve = async (): Promise<void> => {
    if (imported === undefined) return
    const left = unseen(imported.items.length, seen)
    const text = left > 0 ? WORDS.approveUnseen(left) : WORDS.approveText
    if (!(await ask({ title: WORDS.approveAsk(imported.questions), text, yes: WORDS.approveYes, no: WORDS.approveNo }))) return
    try {
      await settle(null)
    } catch (error) {
      toastError(error)
      await query.refetch()
    }
  }

  const foot = imported?.canReview && (
    <View className='btn-pair'>
      <Button style={{ flex: 0.7 }} testId='check-reject' onTap={() => setRejecting(true)}>
        {WORDS.reject}
      </Button>
      <Button kind='primary' loadingText={WORDS.approving} testId='check-approve' onTap={approve}>
        {WORDS.approve}
      </Button>
    </View>
  )
  return (
    <Page title={WORDS.checkTitle} foot={foot || undefined}>
      <SessionGate>
        <Async source={query} skeleton={<SkeletonRows rows={5} />} errorTitle={WORDS.checkFailed}>
          {(shown) => <Ready imported={shown} onSeen={(pages) => setSeen((now) => Math.max(now, pages))} />}
        </Async>
        <TextSheet
          open={rejecting}
          title={WORDS.rejectTitle}
          text={WORDS.rejectText}
          suggestions={WORDS.rejectReasons}
          action={WORDS.rejectYes}
          onSend={settle}
          onClose={() => setRejecting(false)}
        />
      </SessionGate>
    </Page>
  )
}
