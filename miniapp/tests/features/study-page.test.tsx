import { QueryClientProvider } from '@tanstack/react-query'
import Taro from '@tarojs/taro'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { Lesson, LessonCard, MarkedQuestion, ReviewSet, ReviewVerdict } from '@pioneer/shared-types/study/schemas'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { ActionButton } from '@/features/quiz/ActionButton'
import { LessonBody } from '@/features/quiz/LessonBody'
import { PapersDue, ReviewCard, TodayLesson } from '@/features/study/Sections'
import ReviewPage from '@/packages/study/review'
import { queryClient } from '@/services/query'
import { useSession } from '@/services/session'

const request = Taro.request as unknown as jest.Mock
const reply = (statusCode: number, data: object) => ({ statusCode, data: JSON.stringify(data), header: {} })
const went = () => (Taro.navigateTo as unknown as jest.Mock).mock.calls.map(([{ url }]) => url as string)
const tap = (id: string) => fireEvent.click(screen.getByTestId(id))

const lesson: LessonCard = {
  code: 'L01', title: '组织生活会怎么开', summary: '多久开一次，会前做什么。', minutes: 3, topic: '组织生活', questions: 5, state: 'new', passedAt: null, attemptId: null,
}

beforeEach(() => {
  jest.clearAllMocks()
  request.mockReset()
  queryClient.clear()
  useSession.setState({ phase: 'signed-in', accessToken: 'token', me: { accountId: 'acc', bound: true, member: { id: 'zhou' }, grants: [] } as unknown as Me, error: null })
})

describe("today's lesson", () => {
  it('is read first', () => {
    render(<TodayLesson lesson={lesson} />)
    expect(screen.getByText('多久开一次，会前做什么。看完答 5 道题。')).toBeInTheDocument()
    expect(screen.getByTestId('study-start')).toHaveTextContent('开始学')
    tap('study-start')
    expect(went()).toEqual(['/packages/study/lesson/index?code=L01'])
  })
  it('goes on with its questions when they were begun', () => {
    render(<TodayLesson lesson={{ ...lesson, state: 'doing', attemptId: 'a1' }} />)
    expect(screen.getByTestId('study-start')).toHaveTextContent('继续')
    tap('study-start')
    expect(went()).toEqual(['/packages/study/quiz/index?id=a1'])
  })
  it('says when all are passed', () => {
    render(<TodayLesson lesson={null} />)
    expect(screen.getByTestId('study-all-passed')).toHaveTextContent('微党课都学完了。')
  })
})

describe('wrong answers', () => {
  it('show how often in a row each was right', () => {
    render(<ReviewCard review={{ due: 2, rightInRow: [2, 0], needed: 3, nextOn: '2026-11-20' }} />)
    expect(screen.getByText('今天该复习 2 道错题')).toBeInTheDocument()
    expect(screen.getAllByRole('img').map((dots) => dots.getAttribute('aria-label'))).toEqual(['连续答对 2 次，共要 3 次', '连续答对 0 次，共要 3 次'])
    tap('study-review')
    expect(went()).toEqual(['/packages/study/review/index'])
  })
  it('none today, and when the next comes', () => {
    render(<ReviewCard review={{ due: 0, rightInRow: [], needed: 3, nextOn: '2026-11-23' }} />)
    expect(screen.getByTestId('review-none')).toHaveTextContent('今天没有要复习的。下一次复习在 11月23日。')
  })
})

it('papers that wait: none, and more than are shown', () => {
  const { rerender } = render(<PapersDue papers={[]} count={0} now={0} />)
  expect(screen.getByText('没有要交的卷子。')).toBeInTheDocument()
  rerender(<PapersDue papers={[]} count={2} now={0} />)
  expect(screen.getByText('还有 2 份，在“全部”里')).toBeInTheDocument()
  fireEvent.click(screen.getByRole('button', { name: '全部' }))
  expect(went()).toEqual(['/packages/study/papers/index'])
})

describe('a lesson', () => {
  const blocks: Lesson['blocks'] = [
    { kind: 'heading', text: '多久开' },
    { kind: 'picture', url: '/api/v1/pictures/year.svg?v=1', alt: '一年要开的会，按季度排', caption: '一年的会', width: 690, height: 920 },
    { kind: 'key', text: '每年至少 1 次。' },
  ]
  it('keeps the place of a picture, names it, and says it in words when it does not come', () => {
    render(<LessonBody lesson={{ blocks, sources: ['支部工作条例第三章'] }} />)
    const frame = screen.getByRole('img', { name: '一年要开的会，按季度排' })
    expect(frame).toHaveStyle({ paddingBottom: `${(920 / 690) * 100}%` })
    const picture = frame.querySelector('img')
    expect(picture).toHaveAttribute('src', 'http://service.test/api/v1/pictures/year.svg?v=1')
    fireEvent.error(picture!)
    expect(screen.getByTestId('picture-failed')).toHaveTextContent('一年要开的会，按季度排')
    expect(screen.getByText('支部工作条例第三章')).toBeInTheDocument()
  })
  it('starts once however often it is tapped, and opens the attempt', async () => {
    let finish: (answer: object) => void = () => undefined
    request.mockImplementation(() => new Promise((resolve) => (finish = resolve)))
    render(<ActionButton action={{ label: '去答 5 题', to: null, kind: 'primary' }} type='lesson' id='L01' testId='go' />)
    tap('go')
    tap('go')
    expect(request).toHaveBeenCalledTimes(1)
    await act(async () => finish(reply(200, { id: 'a1', quiz: { type: 'lesson', id: 'L01', title: '' }, questions: [] })))
    expect(went()).toEqual(['/packages/study/quiz/index?id=a1'])
  })
  it('says why it cannot be started', async () => {
    request.mockResolvedValue(reply(409, { type: 'about:blank', code: 'lesson-resting', title: '今天答过两次了', status: 409, requestId: '' }))
    render(<ActionButton action={{ label: '去答 5 题', to: null, kind: 'primary' }} type='lesson' id='L01' testId='go' />)
    await act(async () => tap('go'))
    expect(Taro.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: expect.stringContaining('今天答过两次了') as string }))
    expect(went()).toEqual([])
  })
})

describe('reviewing', () => {
  const question = (id: string): MarkedQuestion => ({
    id, type: 'single', stem: `${id} 的题干`, topic: '', options: [{ key: 'A', text: '甲' }, { key: 'B', text: '乙' }],
    answer: ['A'], given: ['A'], verdict: 'right', explanation: '条例这样写。', source: null, returnsOn: '2026-11-22',
  })
  const asked = ({ id, type, stem, topic, options }: MarkedQuestion) => ({ id, type, stem, topic, options })
  const set: ReviewSet = { items: ['q1', 'q2'].map((id) => ({ question: asked(question(id)), rightInRow: 1, dueOn: '2026-11-20' })), needed: 3, nextOn: '2026-11-20' }
  const page = () =>
    render(
      <QueryClientProvider client={queryClient}>
        <ReviewPage />
      </QueryClientProvider>,
    )

  it('gives the verdict and the reason at once, one question after another, and ends', async () => {
    const bodies: unknown[] = []
    request.mockImplementation(async ({ method, url, data }: { method: string; url: string; data?: string }) => {
      if (method === 'GET') return reply(200, set)
      const body = JSON.parse(data ?? '') as { keys: string[] }
      bodies.push({ ...body, id: url.split('/').pop() })
      const right = body.keys[0] === 'A'
      const verdict: ReviewVerdict = { question: { ...question('q1'), given: body.keys, verdict: right ? 'right' : 'wrong' }, rightInRow: right ? 2 : 0, needed: 3, settled: false, left: 1 }
      return reply(200, verdict)
    })
    page()
    await screen.findByText('q1 的题干')
    tap('quiz-option-A')
    await act(async () => tap('review-submit'))
    expect(screen.getByTestId('review-verdict')).toHaveTextContent('答对了')
    expect(screen.getByText('条例这样写。')).toBeInTheDocument()
    expect(screen.getByRole('img', { name: '连续答对 2 次，共要 3 次' })).toBeInTheDocument()
    tap('review-next')
    tap('quiz-option-B')
    await act(async () => tap('review-submit'))
    expect(screen.getByTestId('review-verdict')).toHaveTextContent('没答对')
    expect(screen.getByRole('img', { name: 'B 乙，你选的，不对' })).toBeInTheDocument()
    tap('review-next')
    expect(screen.getByTestId('review-done')).toHaveTextContent('今天的复习完了。2 道里答对 1 道。')
    expect(bodies).toEqual([{ keys: ['A'], dueOn: '2026-11-20', id: 'q1' }, { keys: ['B'], dueOn: '2026-11-20', id: 'q2' }])
  })

  it('keeps the question when the answer did not arrive', async () => {
    request.mockImplementation(async ({ method }: { method: string }) => {
      if (method === 'GET') return reply(200, set)
      throw new Error('request:fail')
    })
    page()
    await screen.findByText('q1 的题干')
    tap('quiz-option-A')
    await act(async () => tap('review-submit'))
    expect(screen.queryByTestId('review-verdict')).toBeNull()
    expect(screen.getByTestId('quiz-option-A')).toHaveAttribute('aria-checked', 'true')
    expect(Taro.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: '手机现在没有网络' }))
  })

  it('nothing today', async () => {
    request.mockResolvedValue(reply(200, { items: [], needed: 3, nextOn: null }))
    page()
    expect(await screen.findByTestId('review-done')).toHaveTextContent('今天没有要复习的。')
  })
})
