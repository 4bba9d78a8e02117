import { QueryClientProvider } from '@tanstack/react-query'
import Taro from '@tarojs/taro'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import { PROBLEMS, type ProblemCode } from '@pioneer/shared-types/constants'
import type { Attempt, AttemptResult, HandIn, KeptAnswer, MarkedQuestion, SaveAnswer } from '@pioneer/shared-types/study/schemas'
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import type { SheetProps } from '@/components/Sheet'
import QuizPage from '@/packages/study/quiz'
import ResultPage from '@/packages/study/result'
import { answers } from '@/services/answers'
import { useNetwork } from '@/services/network'
import { queryClient } from '@/services/query'
import { useSession } from '@/services/session'

const ID = 'a'.repeat(24)
jest.mock('@tarojs/taro', () => ({ __esModule: true, ...jest.requireActual('@tarojs/taro'), useRouter: () => ({ params: { id: 'a'.repeat(24) } }) }))
// the popup's behaviour is NutUI's; here only what lies on it counts
jest.mock('@/components/Sheet', () => {
  const { createElement } = jest.requireActual<typeof import('react')>('react')
  return { Sheet: ({ open, title, testId, children }: SheetProps) => (open ? createElement('div', { 'data-testid': testId }, title, children) : null) }
})

const options = ['A', 'B', 'C'].map((key) => ({ key, text: `选项${key}` }))
const QUESTIONS: Attempt['questions'] = [
  { id: 'q1', type: 'single', stem: '第一题的题干', options, topic: '组织生活' },
  { id: 'q2', type: 'multiple', stem: '第二题的题干', options, topic: '组织生活' },
  { id: 'q3', type: 'judge', stem: '第三题的题干', options: options.slice(0, 2), topic: '组织生活' },
]
const marked = (index: number, verdict: MarkedQuestion['verdict'], part: Partial<MarkedQuestion>): MarkedQuestion => ({
  ...QUESTIONS[index]!, answer: ['A'], given: ['A'], verdict, explanation: '因为条例这样写。', source: '支部工作条例第三章', returnsOn: null, ...part,
})
const RESULT: AttemptResult = {
  id: ID, quiz: { type: 'lesson', id: 'L01', title: '组织生活会怎么开' }, n: 1, handedInAt: '2026-11-20T04:46:00.000Z', byDeadline: false, right: 2, total: 3, score: 66, passed: true, best: 66,
  points: [{ heading: '学习', delta: 1, reason: '微党课学完并通过' }], next: null, again: false, markingVersion: 1,
  questions: [marked(0, 'right', {}), marked(1, 'wrong', { answer: ['A', 'B'], given: ['A', 'C'], returnsOn: '2026-11-23' }), marked(2, 'right', {})],
}

/** A service that keeps answers by the rule of the contract. */
const service = { online: true, refuse: null as ProblemCode | null, kept: new Map<string, KeptAnswer>(), handedIn: [] as HandIn[], part: {} as Partial<Attempt> }
const reply = (statusCode: number, data: object) => ({ statusCode, data: JSON.stringify(data), header: {} })
const attempt = (): Attempt => ({
  id: ID, quiz: RESULT.quiz, n: 1, state: 'open', startedAt: '2026-11-20T04:40:00.000Z', dueAt: null, questions: QUESTIONS,
  answers: [...service.kept.values()], savedAt: null, serverTime: new Date().toISOString(), ...service.part,
})

interface Sent { url: string; method: string; data?: string }
const request = Taro.request as unknown as jest.Mock
request.mockImplementation(async ({ url, method, data }: Sent) => {
  if (!service.online) throw new Error('request:fail')
  if (method !== 'GET' && service.refuse) return reply(PROBLEMS[service.refuse][0], { type: 'about:blank', code: service.refuse, title: PROBLEMS[service.refuse][1], status: PROBLEMS[service.refuse][0], requestId: 'R' })
  if (method === 'POST') {
    service.handedIn.push(JSON.parse(data ?? '') as HandIn)
    return reply(200, RESULT)
  }
  if (method === 'PUT') {
    const questionId = url.split('/').pop() ?? ''
    const { keys, rev } = JSON.parse(data ?? '') as SaveAnswer
    const kept = rev > (service.kept.get(questionId)?.rev ?? 0)
    if (kept) service.kept.set(questionId, { questionId, keys, rev })
    return reply(200, { kept, answer: service.kept.get(questionId), savedAt: '2026-11-20T04:43:00.000Z' })
  }
  return url.endsWith('/result') ? reply(200, RESULT) : reply(200, attempt())
})

const show = (page: JSX.Element) => render(<QueryClientProvider client={queryClient}>{page}</QueryClientProvider>)
const tap = (id: string) => fireEvent.click(screen.getByTestId(id))
const opened = async () => {
  show(<QuizPage />)
  await screen.findByTestId('quiz-stem')
}
/** Chooses, and waits until the service has it. */
const answer = async (...keys: string[]) => {
  for (const key of keys) tap(`quiz-option-${key}`)
  await act(async () => tap('quiz-submit'))
}

beforeEach(() => {
  jest.clearAllMocks()
  queryClient.clear()
  answers.forget(ID)
  Object.assign(service, { online: true, refuse: null, kept: new Map(), handedIn: [], part: {} })
  useNetwork.setState({ online: true })
  useSession.setState({ phase: 'signed-in', accessToken: 'token', me: { accountId: 'acc', bound: true, member: { id: 'zhou' }, grants: [] } as unknown as Me, error: null })
})

it('takes answers one by one, says when they are saved, and hands in what the phone holds', async () => {
  await opened()
  expect(screen.getByTestId('quiz-saved')).toHaveTextContent('答一题存一题')
  await answer('B')
  await waitFor(() => expect(screen.getByTestId('quiz-saved')).toHaveTextContent('已自动保存 12:43'))
  expect(screen.getByTestId('quiz-stem')).toHaveTextContent('第二题的题干')
  await answer('C', 'A')
  expect(service.kept.get('q2')?.keys).toEqual(['A', 'C'])
  tap('quiz-option-A')
  await act(async () => tap('quiz-handin'))
  expect(service.handedIn).toEqual([{ answers: [{ questionId: 'q1', keys: ['B'], rev: 1 }, { questionId: 'q2', keys: ['A', 'C'], rev: 1 }, { questionId: 'q3', keys: ['A'], rev: 1 }] }])
  expect(Taro.redirectTo).toHaveBeenCalledWith({ url: `/packages/study/result/index?id=${ID}` })
})

it('goes on at the first question without an answer, whichever device gave the others', async () => {
  service.kept.set('q1', { questionId: 'q1', keys: ['A'], rev: 1 })
  await opened()
  expect(screen.getByTestId('quiz-place')).toHaveTextContent('第 2 题 / 共 3 题')
  tap('quiz-prev')
  expect(screen.getByTestId('quiz-option-A')).toHaveAttribute('aria-checked', 'true')
})

it('names its options for the keyboard and for screen readers', async () => {
  await opened()
  const group = screen.getByRole('radiogroup', { name: '第一题的题干' })
  expect(within(group).getAllByRole('radio')).toHaveLength(3)
  fireEvent.keyDown(within(group).getByRole('radio', { name: 'B 选项B' }), { key: 'Enter' })
  expect(within(group).getByRole('radio', { name: 'B 选项B' })).toHaveAttribute('aria-checked', 'true')
  await act(async () => tap('quiz-submit'))
  expect(within(screen.getByRole('group', { name: '第二题的题干' })).getAllByRole('checkbox')).toHaveLength(3)
})

it('keeps answers on the phone without a network and says so', async () => {
  await opened()
  service.online = false
  act(() => useNetwork.setState({ online: false }))
  await answer('A')
  expect(screen.getByTestId('quiz-offline')).toHaveTextContent('手机没有网络，答案先存在手机上')
  act(() => useNetwork.setState({ online: true }))
  expect(screen.getByTestId('quiz-unsaved')).toHaveTextContent('没存上，正在重试。先别退出。')
  service.online = true
  await act(async () => void (await answers.flush()))
  expect(screen.queryByTestId('quiz-unsaved')).toBeNull()
  expect(service.kept.get('q1')?.keys).toEqual(['A'])
})

it('takes over what another device answered first, and says which question', async () => {
  await opened()
  service.kept.set('q1', { questionId: 'q1', keys: ['C'], rev: 1 })
  await answer('A')
  const notice = await screen.findByTestId('quiz-replaced')
  expect(notice).toHaveTextContent('第 1 题在另一台手机上改过，已换成那边的答案')
  fireEvent.click(within(notice).getByText('去看'))
  expect(screen.getByTestId('quiz-option-C')).toHaveAttribute('aria-checked', 'true')
  expect(screen.queryByTestId('quiz-replaced')).toBeNull()
})

it('asks before handing in with blanks, and goes back to the first of them', async () => {
  await opened()
  await act(async () => tap('quiz-submit'))
  await answer('A')
  await act(async () => tap('quiz-handin'))
  const sheet = screen.getByTestId('quiz-sheet')
  expect(sheet).toHaveTextContent('还有 2 题没答。')
  expect(service.handedIn).toEqual([])
  await act(async () => tap('quiz-back-to-blank'))
  expect(screen.getByTestId('quiz-stem')).toHaveTextContent('第一题的题干')
  tap('quiz-place')
  await act(async () => tap('quiz-go-3'))
  await act(async () => tap('quiz-handin'))
  await act(async () => tap('quiz-handin-anyway'))
  expect(service.handedIn).toEqual([{ answers: [{ questionId: 'q2', keys: ['A'], rev: 1 }] }])
})

it('stays when handing in does not arrive; two taps are one request', async () => {
  for (const questionId of ['q1', 'q2', 'q3']) service.kept.set(questionId, { questionId, keys: ['A'], rev: 1 })
  await opened()
  service.online = false
  await act(async () => tap('quiz-handin'))
  expect(screen.getByTestId('quiz-not-handed-in')).toHaveTextContent('再试一次')
  expect(Taro.redirectTo).not.toHaveBeenCalled()
  service.online = true
  await act(async () => {
    fireEvent.click(screen.getByText('再试一次'))
    fireEvent.click(screen.getByText('再试一次'))
  })
  expect(service.handedIn).toHaveLength(1)
  expect(Taro.redirectTo).toHaveBeenCalledTimes(1)
})

it('hands in by itself when the network is back', async () => {
  for (const questionId of ['q1', 'q2', 'q3']) service.kept.set(questionId, { questionId, keys: ['A'], rev: 1 })
  await opened()
  jest.useFakeTimers()
  try {
    service.online = false
    act(() => useNetwork.setState({ online: false }))
    await act(async () => tap('quiz-handin'))
    service.online = true
    await act(async () => void (await jest.advanceTimersByTimeAsync(60_000)))
    expect(service.handedIn).toHaveLength(0)
    act(() => useNetwork.setState({ online: true }))
    await act(async () => void (await jest.advanceTimersByTimeAsync(2_000)))
    expect(service.handedIn).toHaveLength(1)
    expect(Taro.redirectTo).toHaveBeenCalledTimes(1)
  } finally {
    jest.useRealTimers()
  }
})

it('handed in elsewhere: shows that there is a result', async () => {
  await opened()
  service.refuse = 'attempt-over'
  await answer('A')
  expect(screen.getByTestId('quiz-over')).toHaveTextContent('这次已经交了')
  fireEvent.click(screen.getByText('看结果'))
  expect(Taro.redirectTo).toHaveBeenCalledWith({ url: `/packages/study/result/index?id=${ID}` })
})

it('past the deadline: what was kept counts, if anything was', async () => {
  service.part = { dueAt: '2026-01-01T00:00:00.000Z' }
  await opened()
  expect(screen.getByTestId('quiz-deadline')).toHaveTextContent('时间到了，现在就交卷')
  service.refuse = 'quiz-closed'
  await answer('A')
  expect(screen.getByTestId('quiz-over')).toHaveTextContent('存下的答案会自动交上，成绩照算。')
  await act(async () => tap('quiz-settle'))
  expect(screen.getByTestId('quiz-over')).toHaveTextContent('这次没有成绩')
  expect(screen.getByText('回学习')).toBeInTheDocument()
})

it('shows a result: the figure, the points, the wrong one first with words beside each colour', async () => {
  show(<ResultPage />)
  expect(await screen.findByTestId('result-right')).toHaveTextContent('2')
  expect(screen.getByTestId('result-points')).toHaveTextContent('学习 +1')
  const [wrong] = screen.getAllByTestId('result-wrong-one')
  expect(wrong).toHaveTextContent('第 2 题 · 多选题')
  expect(within(wrong!).getByRole('img', { name: 'B 选项B，正确，你漏选了' })).toHaveAttribute('data-look', 'missed')
  expect(within(wrong!).getByRole('img', { name: 'C 选项C，你选的，不对' })).toHaveAttribute('data-look', 'wrong')
  expect(wrong).toHaveTextContent('出处：支部工作条例第三章')
  expect(wrong).toHaveTextContent('这道题 11月23日会再出现一次')
  expect(screen.queryByTestId('result-right-one')).toBeNull()
  tap('result-show-right')
  expect(screen.getAllByTestId('result-right-one')).toHaveLength(2)
  tap('result-points')
  expect(Taro.navigateTo).toHaveBeenCalledWith({ url: '/packages/member/points/index' })
})
