import Taro from '@tarojs/taro'
import { studyRoutes } from '@pioneer/shared-types/study/routes'
import { create } from 'zustand'
import { http } from '../http'
import { useNetwork } from '../network'
import { retryDelay } from '../outbox/model'
import { useSession } from '../session'
import { createSlot } from '../storage'
import { areWaiting, NOTHING_HEARD, ownedBy, type AnswersState } from './model'
import { createAnswers } from './outbox'

const slot = createSlot('answers', areWaiting)

/** Answers that wait, and what the service said about those that do not any more. */
export const useAnswers = create<AnswersState>(() => ({ ...NOTHING_HEARD, waiting: [] }))

const memberId = (): string | null => useSession.getState().me?.member?.id ?? null

export const answers = createAnswers({
  read: slot.read,
  write: slot.write,
  save: (id, questionId, body) => http.call(studyRoutes.save, { params: { id, questionId }, body }),
  memberId,
  changed: (state) => useAnswers.setState(state),
})

let timer: ReturnType<typeof setTimeout> | null = null
let visible = true

function schedule(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  const [first] = ownedBy(answers.state().waiting, memberId())
  if (!visible || first === undefined) return
  timer = setTimeout(() => void sendAnswers(), retryDelay(first.tries))
}

/** Sends the answers that wait, and looks again later while one still does. Whether all are sent. */
export async function sendAnswers(): Promise<boolean> {
  if (memberId() === null) return false
  const done = await answers.flush()
  schedule()
  return done
}

/** Starts sending: when the network returns, when somebody has signed in, when the app is opened, and now and then. */
export function startAnswers(): void {
  useNetwork.subscribe(({ online }, before) => {
    if (online && !before.online) void sendAnswers()
  })
  useSession.subscribe(({ me }, before) => {
    if (me?.member && me.member.id !== before.me?.member?.id) void sendAnswers()
  })
  Taro.onAppHide(() => {
    visible = false
    schedule()
  })
  Taro.onAppShow(() => {
    visible = true
    void sendAnswers()
  })
}
