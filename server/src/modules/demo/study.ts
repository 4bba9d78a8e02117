import { dayOf, monthOf, startOfDay, yearOf } from '../../kernel/calendar'
import type { AssignPaper } from '@pioneer/shared-types/study/schemas'
import type { FactValue } from '@pioneer/shared-types/ratings/schemas'
import { BRANCHES, LEADS } from './cast'
import { answerOf, takesPart } from './exam'
import { at, dayAfter } from './plan'
import { asMember, secretaryOf, type Scene } from './play'
import { dice } from './random'

const DAY = 86_400_000
const QUARTERS = ['第一季度', '第二季度', '第三季度', '第四季度'] as const

/** A paper of the demo: which branch, what about, when. */
interface DemoPaper { key: string; branch: number; title: string; topics?: string[]; single: number; multiple: number; judge: number; discipline: boolean; assignedAt: Date; dueAt: Date; share: number; doneBy: Date }

/** The last day of the quarter before this one. */
function quarterBefore(now: Date): { name: string; lastDay: string } {
  const quarter = Math.floor((monthOf(now) - 1) / 3)
  const first = startOfDay(`${yearOf(now)}-${String(quarter * 3 + 1).padStart(2, '0')}-01`)
  return { name: QUARTERS[(quarter + 3) % 4] ?? '', lastDay: dayAfter(first, -1) }
}
const quarterOf = (now: Date): string => QUARTERS[Math.floor((monthOf(now) - 1) / 3)] ?? ''

/** The test of the quarter that is over, in every branch. */
function pastPapers(now: Date): DemoPaper[] {
  const { name, lastDay } = quarterBefore(now)
  const dueAt = at(lastDay, 18)
  return BRANCHES.map((troupe, branch) => ({
    key: `past-${lastDay}-${branch}`, branch, title: `${name}理论测试`, single: 6, multiple: 2, judge: 2, discipline: false,
    assignedAt: new Date(dueAt.getTime() - 14 * DAY), dueAt, share: troupe.retired ? 0.72 : 0.97 - branch * 0.04, doneBy: dueAt,
  }))
}

/** Papers that are open in the branch that meets now. */
function openPapers(now: Date): DemoPaper[] {
  const dueOn = dayAfter(now, 7)
  return [
    { key: `open-${dueOn}`, branch: 0, title: `${quarterOf(now)}理论测试`, single: 10, multiple: 5, judge: 5, discipline: false, assignedAt: new Date(now.getTime() - 6 * DAY), dueAt: at(dueOn, 18), share: 0.6, doneBy: now },
    { key: `discipline-${dueOn}`, branch: 0, title: '纪律处分条例专题', topics: ['纪律处分'], single: 8, multiple: 3, judge: 4, discipline: true, assignedAt: new Date(now.getTime() - 2 * DAY), dueAt: at(dayAfter(now, 16), 18), share: 0.3, doneBy: now },
  ]
}

/** The accounts somebody tries have not done what is open. */
const LEFT_TO_DO = new Set<string>([LEADS.member, LEADS.member2, LEADS.secretary])

/** Assigns a paper, or finds it by its key, and lets those who take part do it. */
async function playPaper(scene: Scene, paper: DemoPaper): Promise<void> {
  const { clock, office, services: { bank, study } } = scene
  const stage = office.stages[paper.branch]
  const [shipped] = (await bank.banksFor(stage?.branchId ?? '')).filter((one) => one.shipped)
  // Without shipped questions there is nothing to assign.
  if (!stage || !shipped) return
  clock.set(paper.assignedAt)
  const body: AssignPaper = {
    title: paper.title, dueAt: paper.dueAt.toISOString(), discipline: paper.discipline, requestKey: `demo-${paper.key}`,
    draw: { bankId: shipped.id, ...(paper.topics ? { topics: paper.topics } : {}), single: paper.single, multiple: paper.multiple, judge: paper.judge, seed: paper.branch + 1 },
  }
  const { id, people } = await study.papersDesk.assign(await secretaryOf(scene, paper.branch), stage.branchId, body)
  const past = paper.dueAt <= paper.doneBy
  for (const { memberId, name, state } of people) {
    if (state !== 'todo' || (!past && LEFT_TO_DO.has(name)) || !takesPart(name, paper.key, past && LEFT_TO_DO.has(name) ? 1 : paper.share)) continue
    const room = paper.doneBy.getTime() - paper.assignedAt.getTime()
    clock.set(new Date(paper.assignedAt.getTime() + Math.floor(room * (0.1 + 0.8 * dice(`when/${paper.key}/${name}`).next()))))
    await answerAll(scene, memberId, name, (await study.startPaper(asMember({ memberId }), id)).id)
  }
}

/** Answers a whole attempt and hands it in. */
async function answerAll(scene: Scene, memberId: string, name: string, attemptId: string): Promise<void> {
  const { bank, study } = scene.services
  const attempt = await study.attempt(asMember({ memberId }), attemptId)
  const questions = await bank.questionsByIds(attempt.questions.map(({ id }) => id))
  await study.handIn(asMember({ memberId }), attemptId, {
    answers: questions.map((question) => ({ questionId: question._id.toHexString(), keys: answerOf(name, question), rev: 1 })),
  })
}

/** Micro-lessons some have passed in the weeks before; the first demo account has two behind it. */
async function playLessons(scene: Scene, now: Date): Promise<void> {
  const { clock, office, services: { bank, study } } = scene
  const lessons = await bank.lessonsNow()
  for (const [actor, memberId] of office.stages[0]?.memberIds ?? []) {
    if (actor.fields.status === 'applicant') continue
    const throwing = dice(`lessons/${actor.fields.name}`)
    const count = actor.lead === 'member' ? 2 : throwing.below(4)
    for (const [index, { code }] of lessons.slice(1, 1 + count).entries()) {
      clock.set(new Date(now.getTime() - (20 - 4 * index) * DAY + throwing.below(8) * 3_600_000))
      const started = await study.startLesson(asMember({ memberId }), code).catch(() => null)
      if (started?.state === 'open') await answerAll(scene, memberId, actor.fields.name, started.id)
    }
  }
}

/** What the secretaries have entered for the stars: complete in the first branches, with gaps in the later ones. */
const FACTS: readonly { code: string; value: (branch: number) => FactValue | null; note: string; evidence: string }[] = [
  { code: 'political-birthday', value: (branch) => ({ done: Math.max(4, 11 - branch), due: 12 }), note: '按入党日期逐人登记', evidence: '支部政治生日台账' },
  { code: 'supervised', value: (branch) => ({ done: branch > 3 ? 3 : 4, due: 5 }), note: '机关党委交办事项', evidence: '督办单及销号记录' },
  { code: 'study-plan', value: (branch) => (branch === 5 ? null : { yes: true }), note: '年度学习计划已报机关党委', evidence: '年度学习计划' },
  { code: 'term-in-order', value: () => ({ yes: true }), note: '支部委员会在任期内', evidence: '换届批复' },
  { code: 'dues', value: (branch) => ({ done: 196 - branch * 3, due: 198 }), note: '按月收缴', evidence: '党费收缴登记簿' },
  { code: 'grassroots', value: (branch) => ({ count: Math.max(1, 2 - branch) }), note: '到工地、窗口一线走访', evidence: '走访记录' },
  { code: 'satisfaction', value: (branch) => ({ percent: 88 - branch * 3 }), note: '半年一次测评', evidence: '测评汇总表' },
  { code: 'innovation', value: (branch) => (branch > 2 ? null : { count: 1 }), note: '党员示范窗口做法', evidence: '案例材料' },
  { code: 'talks', value: (branch) => ({ done: Math.max(8, 17 - branch * 2), due: 22 }), note: '支委与党员谈心谈话', evidence: '谈心谈话记录本' },
  { code: 'minutes', value: (branch) => ({ done: 16 - branch, due: 18 }), note: '会后三个工作日内补齐纪实', evidence: '会议记录本' },
  { code: 'secretary-report', value: (branch) => (branch > 3 ? null : { percent: 92 - branch * 3 }), note: '书记述职评议', evidence: '述职测评表' },
  { code: 'inspection', value: (branch) => ({ done: branch > 4 ? 1 : 3, due: 3 }), note: '检查发现问题的整改', evidence: '整改台账' },
]

async function playFacts(scene: Scene, now: Date): Promise<void> {
  const { clock, office, services: { ratings } } = scene
  for (const [branch, { branchId }] of office.stages.entries()) {
    const secretary = await secretaryOf(scene, branch)
    for (const [index, fact] of FACTS.entries()) {
      const value = fact.value(branch)
      const time = new Date(now.getTime() - (40 - 2 * index) * DAY)
      // In the first weeks of a year nothing of it has been entered yet.
      if (value === null || yearOf(time) !== yearOf(now)) continue
      clock.set(time)
      await ratings.enter(secretary, branchId, { indicator: fact.code, value, occurredOn: dayOf(time), note: fact.note, evidence: fact.evidence, requestKey: `demo-${fact.code}-${branch}` })
    }
  }
}

/** Study and evidence of the past. Safe to run again after it was cut off: papers, attempts and facts are found by their keys. */
export async function playStudy(scene: Scene, now: Date): Promise<void> {
  for (const paper of pastPapers(now)) await playPaper(scene, paper)
  await playLessons(scene, now)
  await playFacts(scene, now)
  scene.clock.set(now)
}

/** There is always something to hand in. */
export async function keepPapersOpen(scene: Scene, now: Date): Promise<void> {
  const [stage] = scene.office.stages
  scene.clock.set(now)
  if (!stage || (await scene.services.study.openAt([stage.branchId], now)).length > 0) return
  for (const paper of openPapers(now)) await playPaper(scene, paper)
  scene.clock.set(now)
}

/** Scores as they stand now: the list of branches is filled from the first moment. */
export async function rateAll({ office, services: { ratings } }: Scene): Promise<void> {
  for (const { branchId } of office.stages) await ratings.compute(branchId)
}
