import { spawn } from 'node:child_process'
import type { ActivityPage } from '@pioneer/shared-types/activities/schemas'
import type { Invitation } from '@pioneer/shared-types/auth/schemas'
import type { MissingList } from '@pioneer/shared-types/attendance/schemas'
import type { MemberDetail } from '@pioneer/shared-types/members/schemas'
import type { PairedScreen, ScreenState } from '@pioneer/shared-types/screens/schemas'
import type { Attempt, AttemptResult, BankPreview, BankImport, PaperList, PaperTasks } from '@pioneer/shared-types/study/schemas'
import { at } from '../../scripts/lib/top.mjs'
import { sheetOf } from '../../server/tests/support/workbook'
import { startApp, type RunningApp } from '../support/app'
import { ApiUser, linkOf } from '../support/service-api'

/** The demo office as the pictures need it: its service, who speaks to it, and the ids of what is shown. */
export interface Office {
  app: RunningApp
  member: ApiUser
  secretary: ApiUser
  committee: ApiUser
  branchId: string
  rootId: string
  /** The meeting that can be signed in to now, one that is to come, one that is over. */
  meeting: string
  ahead: string
  past: string
  /** A paper that is assigned now, one with results. */
  paper: string
  /** Questions that wait for somebody else's approval. */
  importId: string
  /** A fresh ticket of the running meeting. */
  ticket(): Promise<string>
  /** What the link of a room's screen carries. */
  display(): Promise<string>
  /** An attempt of the member at a lesson that is not handed in. */
  openAttempt(): Promise<string>
  /** One that is. */
  handedIn(): Promise<string>
  /** A one-time invitation. */
  invitation(role: 'operator' | 'committee-staff' | 'secretary' | 'member'): Promise<string>
  /** Name and last digits of somebody in the roster without a device. */
  unbound(): Promise<{ name: string; phoneLast4: string }>
  close(): Promise<void>
}

const codeIn = (text: string): string => {
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0]
  if (code === undefined) throw new Error(`no invitation in: ${text}`)
  return code
}

/** The operator is invited at the console, as in an office. */
async function operatorInvitation(dataDir: string): Promise<string> {
  const child = spawn(process.execPath, [at('scripts', 'cli.mjs'), 'operator-invite', '--name', '王运维'], { env: { ...process.env, MODE: 'demo', DATA_DIR: dataDir }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })
  await new Promise((resolve) => { child.once('close', resolve) })
  return codeIn(said)
}

/** Questions as an office brings them. */
const QUESTIONS = [
  ['题型', '题干', '选项', '答案', '解析', '知识点'],
  ['单选', '党支部党员大会一般多久召开一次？', 'A.每月一次 B.每季度一次 C.每半年一次 D.每年一次', 'B', '支部党员大会一般每季度召开一次。', '组织生活'],
  ['多选', '党支部应当组织党员按期参加哪些活动？', 'A.党员大会 B.党小组会 C.上党课 D.主题党日', 'ABCD', '三会一课和主题党日。', '组织生活'],
  ['判断', '主题党日一般每月开展一次。', '', '对', '党支部每月相对固定一天开展主题党日。', '组织生活'],
]

async function importQuestions(url: string, secretary: ApiUser, branchId: string): Promise<string> {
  const reply = await fetch(`${url}/api/v1/orgs/${branchId}/question-banks/preview?name=${encodeURIComponent('支部自编题库')}`, {
    method: 'POST', body: new Uint8Array(await sheetOf(QUESTIONS)),
    headers: { authorization: `Bearer ${secretary.session.accessToken}`, 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  })
  if (!reply.ok) throw new Error(`bank preview: ${reply.status} ${await reply.text()}`)
  const { previewId } = (await reply.json()) as BankPreview
  return (await secretary.call<BankImport>('POST', `/orgs/${branchId}/question-banks/imports/${previewId}/apply`)).id
}

function some<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`the demo has no ${what}`)
  return value
}

/** Starts the product and brings about what the demo does not have by itself: a leave to be decided, questions to be checked, a reminder. */
export async function openOffice(): Promise<Office> {
  const app = await startApp()
  const [member, member2, secretary, committee] = [await ApiUser.demo(app.url, 'member'), await ApiUser.demo(app.url, 'member2'), await ApiUser.demo(app.url, 'secretary'), await ApiUser.demo(app.url, 'committee')]
  const branchId = some(secretary.session.me.member?.branchId, 'branch')
  const rootId = some(committee.session.me.grants[0]?.orgId, 'committee')
  const upcoming = (await member.call<ActivityPage>('GET', '/activities?scope=upcoming')).items
  const meeting = some(upcoming.find(({ phase }) => phase === 'open'), 'meeting now').id
  const ahead = some(upcoming.find(({ phase, ownerOrgId }) => phase === 'before' && ownerOrgId === branchId), 'meeting ahead').id
  const past = some((await member.call<ActivityPage>('GET', '/activities?scope=past')).items[0], 'meeting of the past').id
  const paper = some((await secretary.call<PaperList>('GET', `/orgs/${branchId}/papers`)).items[0], 'paper').id
  await member2.call('POST', `/activities/${meeting}/requests`, { kind: 'leave', reason: '到外地出差' })
  await secretary.call('POST', `/activities/${ahead}/reminders`, { about: 'reply' })
  const importId = await importQuestions(app.url, secretary, branchId)
  const lessonAttempt = (): Promise<Attempt> => member.call('POST', '/study/lessons/L04/attempts')

  return {
    app, member, secretary, committee, branchId, rootId, meeting, ahead, past, paper, importId,
    ticket: async () => some(/\/s\/([\w-]+)/.exec(linkOf(await secretary.call<ScreenState>('GET', `/activities/${meeting}/screen`)))?.[1], 'ticket'),
    display: async () => some((await secretary.call<PairedScreen>('POST', `/activities/${meeting}/screens`, {})).displayToken, 'display'),
    openAttempt: async () => (await lessonAttempt()).id,
    async handedIn() {
      const tasks = (await member.call<PaperTasks>('GET', '/study/papers')).items
      const known = tasks.flatMap(({ results }) => results)[0]
      if (known) return known.attemptId
      const { id } = await lessonAttempt()
      return (await member.call<AttemptResult>('POST', `/study/attempts/${id}/hand-in`, { answers: [] })).id
    },
    async invitation(role) {
      if (role === 'operator') return operatorInvitation(app.dataDir)
      const inviter = role === 'member' ? secretary : role === 'secretary' ? committee : await ApiUser.invited(app.url, await operatorInvitation(app.dataDir))
      const row = role === 'committee-staff' ? { orgId: rootId, name: '贺文澜' } : { orgId: branchId, memberId: (role === 'member' ? member : secretary).session.me.member?.id }
      return (await inviter.call<Invitation>('POST', '/invitations', { role, ...row })).code
    },
    async unbound() {
      for (const { memberId, name } of (await secretary.call<MissingList>('GET', `/activities/${meeting}/missing`)).items) {
        const { bound, phoneMasked } = await secretary.call<MemberDetail>('GET', `/members/${memberId}`)
        if (!bound && phoneMasked) return { name, phoneLast4: phoneMasked.slice(-4) }
      }
      throw new Error('everybody has a device')
    },
    close: () => app.close(),
  }
}
