import { View } from '@tarojs/components'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Lamp } from '@/components/Lamp'
import { toast, toastError } from '@/components/toast'
import { dayText, timeText } from '@/services/calendar'
import { openTab } from '@/services/navigation'
import { queryClient } from '@/services/query'
import { refreshMe } from '@/services/session'
import { bindStateOf, roleLines, type BindState } from './model'
import { WORDS } from './words'

interface LeafProps {
  lamp: 'ok' | 'warn' | 'bad'
  lampLabel: string
  title: string
  text: string
  notes?: ReadonlyArray<string | null>
  testId: string
  children: ReactNode
}

function StateLeaf({ lamp, lampLabel, title, text, notes = [], testId, children }: LeafProps) {
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <Card leaf='ink' padded testId={testId}>
      <View className='f'>
        <Lamp state={lamp} label={lampLabel} />
        <View className='h2 ml3 g1' {...heading}>
          {title}
        </View>
      </View>
      <View className='body mt2'>{text}</View>
      {notes.map((note) => note && <View key={note} className='note mt2'>{note}</View>)}
      <View className='mt5'>{children}</View>
    </Card>
  )
}

const when = (instant: string) => `${dayText(instant)} ${timeText(instant)}`

/** The request waits for the secretary; survives a reload, for the service knows it. */
export function PendingView({ state, onRetry }: { state: Extract<BindState, { kind: 'pending' }>; onRetry: () => void }) {
  const look = async () => {
    try {
      if (bindStateOf(await refreshMe()).kind === 'pending') toast(WORDS.stillPending)
      else void queryClient.invalidateQueries()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <StateLeaf
      lamp='warn'
      lampLabel='等书记通过'
      title={WORDS.pendingTitle}
      text={WORDS.pendingText}
      notes={[state.frozenAt && WORDS.pendingScan(timeText(state.frozenAt)), WORDS.pendingSince(when(state.since))]}
      testId='pending'
    >
      <Button kind='dark' icon='refresh' onTap={look}>
        {WORDS.refresh}
      </Button>
      <Button kind='text' className='mt2' onTap={onRetry}>
        {WORDS.retry}
      </Button>
    </StateLeaf>
  )
}

/** The secretary said no, and why. */
export function RejectedView({ state, onRetry }: { state: Extract<BindState, { kind: 'rejected' }>; onRetry: () => void }) {
  return (
    <StateLeaf
      lamp='bad'
      lampLabel='没有通过'
      title={WORDS.rejectedTitle}
      text={WORDS.rejectedText(state.reason)}
      notes={[WORDS.pendingSince(when(state.since))]}
      testId='rejected'
    >
      <Button kind='dark' onTap={onRetry}>
        {WORDS.tryAgain}
      </Button>
    </StateLeaf>
  )
}

const whoIs = ({ member, grants }: Me): string[] => [
  ...(member ? [[member.branchName, member.groupName].filter(Boolean).join(' · ')] : []),
  ...roleLines(grants),
]

/** Bound just now; `message` says how the sign-in went that came along. */
export function DoneView({ me, message }: { me: Me; message?: string }) {
  return (
    <StateLeaf
      lamp='ok'
      lampLabel='已认证'
      title={me.member ? WORDS.boundTitle(me.member.name) : WORDS.boundTitlePlain}
      text={message ?? WORDS.boundText}
      notes={whoIs(me)}
      testId='bound'
    >
      <Button kind='dark' onTap={() => openTab('home')}>
        {WORDS.goHome}
      </Button>
    </StateLeaf>
  )
}

/** Bound before: the only thing left to do here is to take up an office. */
export function AlreadyView({ me, onAddRole }: { me: Me; onAddRole: () => void }) {
  const name = me.member?.name
  return (
    <StateLeaf
      lamp='ok'
      lampLabel='已认证'
      title={name === undefined ? WORDS.alreadyTitle : `${name}，${WORDS.alreadyTitle}`}
      text={WORDS.alreadyText}
      notes={whoIs(me)}
      testId='already'
    >
      <Button kind='dark' onTap={() => openTab('home')}>
        {WORDS.goHome}
      </Button>
      <Button kind='text' className='mt2' onTap={onAddRole}>
        {WORDS.addRole}
      </Button>
    </StateLeaf>
  )
}
