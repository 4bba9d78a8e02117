import { View } from '@tarojs/components'
import { PROBLEMS } from '@pioneer/shared-types/constants'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { dayText, timeText } from '@/services/calendar'
import { openPage, openTab, replacePage } from '@/services/navigation'
import type { OutboxEntry } from '@/services/outbox'
import { claimIsUsable } from '@/services/outbox/model'
import { AskSheet } from './AskSheet'
import { waysOn, type WayOn } from './model'
import { scanToSignIn } from './scan'
import { PROBLEM_TEXT_OTHERWISE, PROBLEM_TEXTS, WAY_WORDS, WORDS } from './words'

interface LeafProps {
  tone: 'red' | 'ink'
  title: string
  text: string
  children?: React.ReactNode
  note?: string | null
}

function Leaf({ tone, title, text, note, children }: LeafProps) {
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <Card leaf={tone} className='mt2'>
      <View className='card-p' style={{ padding: '28px 20px 20px' }}>
        <View className='h1' {...heading}>
          {title}
        </View>
        <View className='body mt2'>{text}</View>
        <View className='mt6'>{children}</View>
        {note && <View className='tiny mt3'>{note}</View>}
      </View>
    </Card>
  )
}

/** 正在签到…: what was scanned is kept already. */
export function WorkingView() {
  const access = { role: 'status' }
  return (
    <View className='blank' {...access}>
      <View className='spin' style={{ width: '32px', height: '32px', marginRight: 0 }} />
      <View className='h2 mt5'>{WORDS.working}</View>
      <View className='note mt1'>{WORDS.workingNote}</View>
    </View>
  )
}

/** The scan is sealed; now the member has to sign in, or to say who they are. */
export function FirstView({ entry, onGo }: { entry: OutboxEntry; onGo: () => void }) {
  const time = timeText(entry.claim?.frozenAt ?? entry.capturedAt)
  if (entry.state === 'login') {
    return (
      <Leaf tone='red' title={WORDS.loginTitle} text={WORDS.loginText(time)}>
        <Button kind='primary' onTap={onGo}>
          {WORDS.loginAction}
        </Button>
      </Leaf>
    )
  }
  const text = claimIsUsable(entry, Date.now()) ? WORDS.whoText(time) : WORDS.whoTextLate(time)
  return (
    <Leaf tone='red' title={WORDS.whoTitle} text={text}>
      <Button kind='primary' onTap={onGo}>
        {WORDS.whoAction}
      </Button>
    </Leaf>
  )
}

/** Ways to sign in, the first as the red button. */
function Ways({ ways, activityId }: { ways: readonly WayOn[]; activityId?: string }) {
  const [asking, setAsking] = useState(false)
  const go = (way: WayOn) => {
    switch (way) {
      case 'scan':
        return scanToSignIn(null)
      case 'code':
        return openPage('signCode', { id: activityId })
      case 'ask':
        return setAsking(true)
      case 'request':
        return activityId ? replacePage('activity', { id: activityId }) : openTab('activities')
      case 'activities':
        return openTab('activities')
      case 'home':
        return openTab('home')
    }
  }
  return (
    <View>
      {ways.map((way, index) => (
        <Button
          key={way}
          className={index > 0 ? 'mt3' : undefined}
          kind={index > 0 ? 'plain' : way === 'scan' || way === 'code' ? 'primary' : 'dark'}
          icon={way === 'scan' ? 'scan' : way === 'code' ? 'keypad' : way === 'ask' ? 'people' : undefined}
          onTap={() => go(way)}
        >
          {WAY_WORDS[way]}
        </Button>
      ))}
      <AskSheet open={asking} onClose={() => setAsking(false)} />
    </View>
  )
}

/** Every refusal: what happened in the service's words, what it means, and the ways on. */
export function RefusedView({ entry }: { entry: OutboxEntry }) {
  const problem = entry.problem
  if (problem === null) return null
  const activityId = entry.source.kind === 'code' ? entry.source.activityId : entry.about?.activityId
  const known = PROBLEM_TEXTS[problem.code as keyof typeof PROBLEM_TEXTS] ?? problem.detail ?? PROBLEM_TEXT_OTHERWISE
  const text = problem.opensAt ? `${WORDS.opens(timeText(problem.opensAt))}${known}` : known
  return (
    <View data-testid='refused' data-code={problem.code}>
      <Leaf tone='ink' title={problem.title} text={text} note={problem.requestId ? `问题编号 ${problem.requestId}` : null}>
        <Ways ways={waysOn(problem.code)} activityId={activityId} />
      </Leaf>
      <View className='note mt4'>
        {dayText(entry.capturedAt)} {timeText(entry.capturedAt)} 的这次没有记上。
      </View>
    </View>
  )
}

/** What was scanned is no sign-in code. */
export function OtherCodeView() {
  return (
    <Leaf tone='ink' title={PROBLEMS['ticket-invalid'][1]} text={PROBLEM_TEXTS['ticket-invalid'] ?? ''}>
      <Ways ways={waysOn('ticket-invalid')} />
    </Leaf>
  )
}

/** Opened by the fixed code of an activity, or without any code. */
export function StartView({ activityId }: { activityId?: string }) {
  return (
    <Leaf
      tone='red'
      title={activityId ? WORDS.activityTitle : WORDS.nothingTitle}
      text={activityId ? WORDS.activityText : WORDS.nothingText}
    >
      <Ways ways={['scan', 'code', 'ask']} activityId={activityId} />
    </Leaf>
  )
}
