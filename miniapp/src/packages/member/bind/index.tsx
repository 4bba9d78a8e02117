import { View } from '@tarojs/components'
import { useDidShow, useRouter } from '@tarojs/taro'
import type { BindResult } from '@pioneer/shared-types/auth/schemas'
import { useRef, useState } from 'react'
import { ErrorState } from '@/components/Async'
import { Page } from '@/components/Page'
import { SkeletonRows } from '@/components/Skeleton'
import { AlreadyView, DoneView, PendingView, RejectedView } from '@/features/session/BindStates'
import { ClaimNotice } from '@/features/session/ClaimNotice'
import { Consent } from '@/features/session/Consent'
import { bindStateOf, invitationIn } from '@/features/session/model'
import { WhoForm } from '@/features/session/WhoForm'
import { WORDS } from '@/features/session/words'
import { goBack, openTab, returnTo } from '@/services/navigation'
import { refreshMe, startSession, useSession } from '@/services/session'
import '../member.scss'

type Params = Partial<Record<'invitation' | 'scene' | 'q' | 'entry' | 'return' | 'way', string>>

/** Consent first, then the two ways. */
function Ask({ params, onlyInvitation, onDone }: { params: Params; onlyInvitation: boolean; onDone: (result: BindResult) => void }) {
  const [agreed, setAgreed] = useState(false)
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View>
      <ClaimNotice entryId={params.entry} />
      {agreed ? (
        <View>
          <View className='h1 mb4' {...heading}>
            {WORDS.whoTitle}
          </View>
          <WhoForm
            invitation={invitationIn(params)}
            way={params.way === 'request' && !onlyInvitation ? 'request' : 'invitation'}
            onlyInvitation={onlyInvitation}
            entryId={params.entry}
            onDone={onDone}
          />
        </View>
      ) : (
        <Consent onAgree={() => setAgreed(true)} />
      )}
    </View>
  )
}

/** 认证: says who holds this device. */
export default function BindPage() {
  const { params } = useRouter<Params>()
  const { phase, me, error } = useSession()
  // somebody known comes with a code only to take up an office
  const [asking, setAsking] = useState(invitationIn(params) !== '')
  const [result, setResult] = useState<BindResult | null>(null)
  const state = bindStateOf(me)
  const waited = useRef(false)
  if (state.kind === 'pending') waited.current = true

  useDidShow(() => {
    if (state.kind === 'pending') refreshMe().catch(() => undefined)
  })

  const done = (answer: BindResult) => {
    setAsking(false)
    // the page below shows how the sign-in went
    if (answer.outcome === 'bound' && params.return !== undefined) returnTo(params.return)
    else setResult(answer)
  }
  // a page that waited for the scan has nothing to wait for once the request carries it
  const leave = () => (state.kind === 'pending' ? openTab('home') : goBack())

  const view = () => {
    if (phase === 'starting') return <SkeletonRows />
    if (phase === 'failed' && me === null) {
      return <ErrorState error={error} onRetry={() => startSession().catch(() => undefined)} />
    }
    if (result?.outcome === 'bound') return <DoneView me={result.me} message={result.signIn?.message} />
    if (asking || state.kind === 'new') {
      return <Ask params={params} onlyInvitation={state.kind === 'bound'} onDone={done} />
    }
    if (state.kind === 'pending') return <PendingView state={state} onRetry={() => setAsking(true)} />
    if (state.kind === 'rejected') return <RejectedView state={state} onRetry={() => setAsking(true)} />
    if (me && waited.current) return <DoneView me={me} />
    return me && <AlreadyView me={me} onAddRole={() => setAsking(true)} />
  }

  return (
    <Page title={WORDS.bindTitle} onBack={leave}>
      {view()}
    </Page>
  )
}
