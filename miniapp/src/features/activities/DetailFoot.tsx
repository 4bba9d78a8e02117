import { View } from '@tarojs/components'
import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Lamp, type LampState } from '@/components/Lamp'
import { toast, toastError } from '@/components/toast'
import { timeText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { askSubscribe } from '@/services/subscribe'
import { aboutOf } from '../checkin/about'
import { scanToSignIn } from '../checkin/scan'
import { useAnswers } from './hooks'
import { footOf } from './model'
import { ReasonSheet } from './ReasonSheet'
import { LEAVE_REASONS, MISSED_REASONS, WORDS } from './words'

interface StateBarProps {
  lamp: LampState
  title: string
  note?: string
  action?: string
  onAction?: () => unknown
}

/** What is settled, with one way on at its right. */
function StateBar({ lamp, title, note, action, onAction }: StateBarProps) {
  return (
    <View className='f'>
      <View className='g1'>
        <View className='f'>
          <Lamp state={lamp} label='' />
          <View className='h3 ml2'>{title}</View>
        </View>
        {note && <View className='note'>{note}</View>}
      </View>
      {action && onAction && (
        <Button className='none ml3' onTap={onAction}>
          {action}
        </Button>
      )}
    </View>
  )
}

function signedWords({ mine }: ActivityDetail): { title: string; note?: string } {
  if (mine?.state !== 'present') return { title: WORDS.madeUp }
  return { title: WORDS.signed(mine.at === null ? '' : timeText(mine.at)).trim(), note: mine.late ? WORDS.late : WORDS.onTime }
}

/** Whether the page of this activity has a foot at all. */
export const hasFoot = (activity: ActivityDetail, now: number): boolean => footOf(activity, now) !== 'none'

/** The foot of the page: what the member can answer, or what they did. */
export function DetailFoot({ activity, now }: { activity: ActivityDetail; now: number }) {
  const [sheet, setSheet] = useState<'leave' | 'missed' | null>(null)
  const answers = useAnswers(activity)
  const attend = async () => {
    void askSubscribe(['meeting'])
    try {
      await answers.attend()
    } catch (error) {
      toastError(error)
    }
  }
  const told = (send: (reason: string) => Promise<void>) => async (reason: string) => {
    await send(reason)
    toast(WORDS.sent)
  }

  return (
    <View>
      <FootBody kind={footOf(activity, now)} activity={activity} attend={attend} open={setSheet} />
      <ReasonSheet
        open={sheet === 'leave'}
        title={WORDS.leaveTitle}
        text={WORDS.leaveText}
        reasons={LEAVE_REASONS}
        action={WORDS.leaveSend}
        onSend={told(answers.askLeave)}
        onClose={() => setSheet(null)}
      />
      <ReasonSheet
        open={sheet === 'missed'}
        title={WORDS.askTitle}
        text={WORDS.askText}
        reasons={MISSED_REASONS}
        action={WORDS.ask}
        onSend={told(answers.askSignIn)}
        onClose={() => setSheet(null)}
      />
    </View>
  )
}

interface FootBodyProps {
  kind: ReturnType<typeof footOf>
  activity: ActivityDetail
  attend: () => Promise<void>
  open: (sheet: 'leave' | 'missed') => void
}

function FootBody({ kind, activity, attend, open }: FootBodyProps) {
  switch (kind) {
    case 'none':
      return null
    case 'reply':
      return (
        <View className='btn-pair'>
          <Button onTap={() => open('leave')}>{WORDS.askLeave}</Button>
          <Button kind='primary' style={{ flex: 1.6 }} loadingText={WORDS.attendBusy} onTap={attend}>
            {WORDS.attend}
          </Button>
        </View>
      )
    case 'attending':
      return <StateBar lamp='ok' title={WORDS.attending} action={WORDS.change} onAction={() => open('leave')} />
    case 'leave-asked':
      return <StateBar lamp='warn' title={WORDS.leaveAsked} note={WORDS.leaveAskedNote} action={WORDS.comeAfterAll} onAction={attend} />
    case 'leave':
      return <StateBar lamp='na' title={WORDS.leaveGiven} note={WORDS.leaveGivenNote} />
    case 'sign-in':
      return (
        <View className='btn-pair'>
          <Button icon='keypad' onTap={() => openPage('signCode', { id: activity.id })}>
            {WORDS.typeCode}
          </Button>
          <Button kind='primary' icon='scan' style={{ flex: 1.6 }} onTap={() => scanToSignIn(aboutOf(activity))}>
            {WORDS.signIn}
          </Button>
        </View>
      )
    case 'signed':
      return <StateBar lamp='ok' {...signedWords(activity)} action={WORDS.record} onAction={() => openPage('attendance')} />
    case 'ask':
      return <StateBar lamp='todo' title={WORDS.missed} note={WORDS.missedNote} action={WORDS.ask} onAction={() => open('missed')} />
    case 'asked':
      return <StateBar lamp='warn' title={WORDS.asked} note={WORDS.askedNote} />
  }
}
