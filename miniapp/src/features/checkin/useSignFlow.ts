import Taro, { useDidShow, useRouter, useUnload } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { openPage, openTab, urlOf } from '@/services/navigation'
import { outbox, useOutbox, type OutboxEntry } from '@/services/outbox'
import { landingOf, stepOf, type Landing, type LandingParams, type Step } from './model'
import { deliver, follow, signInWith } from './signIn'

export interface SignFlow {
  landing: Landing
  /** The phone no longer keeps it: the service has it, or it was seen to its end. */
  gone: boolean
  /** What the page shows; `done` and `saved` are pages of their own and follow by themselves. */
  step: Step
  entry: OutboxEntry | null
  /** Opens the page that has to come first: login or binding. */
  goFirst: () => void
}

/** What WeChat opened the app with last; the same code scanned again has another time. */
function enterKey(): string {
  if (process.env.TARO_ENV !== 'weapp') return ''
  const { path, query } = Taro.getEnterOptionsSync()
  return `${path}|${query?.q ?? ''}|${query?.scene ?? ''}|${query?.scancode_time ?? ''}`
}

function enterParams(): LandingParams {
  const { q, scene } = Taro.getEnterOptionsSync().query ?? {}
  return { q, scene }
}

/**
 * A sign-in from the moment its link was opened. The scan is kept and sealed first; login and binding come after and
 * may take their time: each time this page comes back into view it goes on where it was.
 */
export function useSignFlow(): SignFlow {
  const { params } = useRouter<Record<string, string>>()
  const [landing, setLanding] = useState<Landing>(() => landingOf(params))
  const entries = useOutbox((state) => state.entries)
  const [id, setId] = useState<string | null>(landing.kind === 'entry' ? landing.id : null)
  const [working, setWorking] = useState(landing.kind === 'ticket' || landing.kind === 'entry')
  const entered = useRef(enterKey())
  const sentOff = useRef<Step | null>(null)
  const refusedId = useRef<string | null>(null)
  const entry = entries.find((candidate) => candidate.id === id) ?? null

  const goFirst = (to: Step, entryId: string) => {
    const back = urlOf('sign', { entry: entryId })
    if (to === 'login') openPage('login', { return: back })
    else openPage('bind', { entry: entryId, return: back })
  }

  const settle = (after: OutboxEntry) => {
    const step = stepOf(after)
    setId(after.id)
    setWorking(false)
    refusedId.current = step === 'refused' ? after.id : null
    if (step === 'done' || step === 'saved') follow(after, 'replace')
    else if ((step === 'login' || step === 'bind') && sentOff.current !== step) {
      // once by itself; whoever comes back without having done it finds the button
      sentOff.current = step
      goFirst(step, after.id)
    }
  }

  const run = async (at: Landing) => {
    if (at.kind === 'ticket') settle(await signInWith({ kind: 'ticket', ticket: at.ticket }, null))
    if (at.kind !== 'entry') return
    const kept = outbox.entries().find((candidate) => candidate.id === at.id)
    if (kept) return settle(await deliver(kept))
    setWorking(false)
    // a binding took it along: 首页 says what it waits for
    if (sentOff.current !== null) openTab('home')
  }

  // each landing once: a changed link is a new landing
  const latestRun = useRef(run)
  latestRun.current = run
  useEffect(() => {
    void latestRun.current(landing)
  }, [landing])

  // in a browser another link may be opened in the same page
  const link = `${params.t ?? ''}|${params.entry ?? ''}`
  const firstLink = useRef(link)
  useEffect(() => {
    if (firstLink.current === link) return
    firstLink.current = link
    setLanding(landingOf(params))
  }, [link, params])

  const shown = useRef(false)
  useDidShow(() => {
    const first = !shown.current
    shown.current = true
    if (first) return
    const now = enterKey()
    if (now !== entered.current) {
      entered.current = now
      const next = landingOf(enterParams())
      if (next.kind !== 'nothing') return setLanding(next)
    }
    if (id !== null) void run({ kind: 'entry', id })
  })

  // a refusal that was read here is done with
  useUnload(() => {
    if (refusedId.current !== null) outbox.dismiss(refusedId.current)
  })

  const step = working || entry === null ? 'working' : stepOf(entry)
  const gone = !working && entry === null
  return { landing, gone, step, entry, goFirst: () => entry && goFirst(stepOf(entry), entry.id) }
}
