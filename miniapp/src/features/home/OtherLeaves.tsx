import { View } from '@tarojs/components'
import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import type { Home } from '@pioneer/shared-types/home/schemas'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { dayAndWeekdayText, timeText } from '@/services/calendar'
import { openPage, urlOf } from '@/services/navigation'
import { scanToSignIn } from '../checkin/scan'
import { kindsText } from '../activities/model'
import { LeafFacts, LeafHead } from './TodayCard'
import { WORDS } from './words'

/** No meeting today: the next one, without a button. */
export function NextCard({ next }: { next: ActivitySummary | null }) {
  if (next === null) {
    return (
      <Card leaf='ink' className='mt4' padded testId='no-meeting'>
        <View className='h2'>{WORDS.noToday}</View>
        <View className='body mt1'>{WORDS.nothingPlanned}</View>
      </Card>
    )
  }
  return (
    <Card leaf='ink' className='mt4' padded testId='next' onTap={() => openPage('activity', { id: next.id })}>
      <View className='note mb4'>
        {WORDS.noTodayNext}
        {dayAndWeekdayText(next.startAt)} {kindsText(next.kinds)}
      </View>
      <LeafHead activity={next} />
      <LeafFacts activity={next} />
    </Card>
  )
}

interface LeafProps {
  title: string
  text: string
  action: string
  onAction: () => void
}

/** The leaf of somebody the service does not know yet; the screen can be scanned all the same. */
function StrangerLeaf({ title, text, action, onAction }: LeafProps) {
  return (
    <Card leaf='red' className='mt4' padded>
      <View className='h2'>{title}</View>
      <View className='body mt1'>{text}</View>
      <Button kind='primary' className='mt4' onTap={onAction}>
        {action}
      </Button>
      <Button kind='text' icon='scan' className='mt1' onTap={() => scanToSignIn(null)}>
        {WORDS.scanAnyway}
      </Button>
    </Card>
  )
}

/**
 * Nobody is signed in in this browser.
 * @param back where to come back to
 */
export const LoginLeaf = ({ back = urlOf('home') }: { back?: string }) => (
  <StrangerLeaf title={WORDS.loginTitle} text={WORDS.loginText} action={WORDS.login} onAction={() => openPage('login', { return: back })} />
)

/** Signed in, but not yet a person of the roster. */
export function WhoLeaf({ me }: { me: Home['me'] }) {
  const { pendingBinding } = me
  if (pendingBinding?.state !== 'pending') {
    return <StrangerLeaf title={WORDS.whoTitle} text={WORDS.whoText} action={WORDS.who} onAction={() => openPage('bind')} />
  }
  return (
    <Card leaf='ink' className='mt4' padded testId='pending-binding'>
      <View className='h2'>{WORDS.pendingTitle}</View>
      <View className='body mt1'>{WORDS.pendingText}</View>
      {pendingBinding.frozenAt && <View className='note mt2'>{WORDS.pendingScan(timeText(pendingBinding.frozenAt))}</View>}
    </Card>
  )
}
