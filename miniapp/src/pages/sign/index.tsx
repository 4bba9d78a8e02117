import { useEffect } from 'react'
import { Page } from '@/components/Page'
import { FirstView, OtherCodeView, RefusedView, StartView, WorkingView } from '@/features/checkin/SignViews'
import { useSignFlow, type SignFlow } from '@/features/checkin/useSignFlow'
import { WORDS } from '@/features/checkin/words'
import { warmPages } from '@/services/warm'

function View({ flow }: { flow: SignFlow }) {
  const { landing, gone, step, entry } = flow
  if (landing.kind === 'other') return <OtherCodeView />
  if (landing.kind === 'activity') return <StartView activityId={landing.activityId} />
  if (landing.kind === 'nothing') return <StartView />
  if (entry !== null && step === 'refused') return <RefusedView entry={entry} />
  if (entry !== null && (step === 'login' || step === 'bind')) return <FirstView entry={entry} onGo={flow.goFirst} />
  return gone ? <StartView /> : <WorkingView />
}

/** 签到: where the link on the screen, WeChat's own scanner and every unfinished sign-in lead. */
export default function SignPage() {
  const flow = useSignFlow()
  useEffect(() => warmPages('packages/sign/'), [])
  return (
    <Page title={WORDS.signIn} nav='close'>
      <View flow={flow} />
    </Page>
  )
}
