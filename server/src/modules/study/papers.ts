import type { ClientSession } from 'mongoose'
import type { AssignPaper, Draw, Drawn, PaperDetail, PaperList, PaperSummary, WithdrawPaper } from '@pioneer/shared-types/study/schemas'
import { MOST_PAPER_QUESTIONS } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import { instantOf } from '../../kernel/calendar'
import { newId, toId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import type { MemberRecord } from '../members/types'
import type { OrgRecord } from '../orgs/types'
import type { QuestionRecord } from './bank-types'
import { countByType, drawQuestions, type Candidate } from './draw-rules'
import type { PaperRecord, TaskRecord } from './model'
import { countsOfPapers, outlineOf, type PaperCounts } from './paper-counts'
import type { StudyParts } from './parts'
import { askedOf, stateOf } from './present'

/** Papers of an organization that are listed. */
const LISTED = 100

export interface PapersPart {
  /** As many as there are, with what there is: the phone shows where it is short. Without keys, for whoever assigns may have to answer too. */
  draw(orgId: string, draw: Draw): Promise<Drawn>
  /** Freezes questions and people; the same request key answers the first paper. */
  assign(caller: Caller, orgId: string, body: AssignPaper): Promise<PaperDetail>
  /** Of the organization and what lies below it, newest first. */
  list(orgId: string): Promise<PaperList>
  /** Who has done it and who has not; leaves a trace. */
  detail(caller: Caller, id: string): Promise<PaperDetail>
  /** Takes a paper back: open attempts end, nobody begins another. What was handed in stays, and so do its points: they were earned [D]. */
  withdraw(caller: Caller, id: string, body: WithdrawPaper): Promise<PaperDetail>
}

const fault = (path: string, message: string): ProblemError => new ProblemError('validation', { fields: [{ path, message }] })
const collator = new Intl.Collator('zh-Hans-CN')

/** Papers (卷子) from the desk of those who assign them. */
export function createPapers(parts: StudyParts): PapersPart {
  const { context: { connection, clock }, models: { Paper, Task, Attempt }, bank, orgs, members, shelf } = parts

  /** What a draw chooses from, and what it chooses. */
  async function drawn(orgId: string, { bankId, topics = [], single, multiple, judge, seed }: Draw) {
    const source = await bank.bankFor(orgId, bankId)
    if (!source) throw fault('bankId', '这个题库不在可用范围里，换一个题库')
    const live = (await bank.liveQuestions(bankId)).filter((question) => topics.length === 0 || topics.includes(question.topic))
    const candidates = live.map(({ _id, code, type, topic }): Candidate => ({ id: _id.toHexString(), code, type, topic }))
    const byId = new Map(live.map((question) => [question._id.toHexString(), question]))
    const questions = drawQuestions(candidates, { single, multiple, judge }, seed).flatMap(({ id }): QuestionRecord[] => { const question = byId.get(id); return question ? [question] : [] })
    return { source, questions, available: countByType(candidates) }
  }

  /** Active members of the named organizations, or of the whole owner, its secretary too. Applicants are not counted in rates, so they are not assigned [D]. */
  async function peopleOf(owner: OrgRecord, orgIds: readonly string[], session: ClientSession): Promise<MemberRecord[]> {
    const places = orgIds.length === 0 ? [owner._id.toHexString()] : orgIds
    const people = (await members.ofOrgs(places, session)).filter((member) => member.status !== 'applicant')
    // A group and its branch may both be named.
    return [...new Map(people.map((member) => [member._id.toHexString(), member])).values()]
  }

  /** What a form sent, checked by itself; whether it makes sense now is asked apart, for a retry may come late. */
  function read(body: AssignPaper): Pick<PaperRecord, 'title' | 'opensAt' | 'dueAt'> {
    const title = body.title.trim()
    if (title.length < 2) throw fault('title', '标题至少两个字')
    const opensAt = body.opensAt === undefined ? clock.now() : instantOf(body.opensAt)
    const dueAt = instantOf(body.dueAt)
    if (Number.isNaN(opensAt.getTime())) throw fault('opensAt', '没有这个时间，请重新选')
    if (Number.isNaN(dueAt.getTime())) throw fault('dueAt', '没有这个时间，请重新选')
    return { title, opensAt, dueAt }
  }

  async function checkSense(owner: OrgRecord, { opensAt, dueAt }: Pick<PaperRecord, 'opensAt' | 'dueAt'>, orgIds: readonly string[]): Promise<void> {
    if (dueAt <= clock.now()) throw fault('dueAt', '截止时间要晚于现在')
    if (dueAt <= opensAt) throw fault('dueAt', '截止要晚于开始')
    for (const id of orgIds) {
      const org = await orgs.find(id)
      if (!org?.active || !org.scopeIds.some((scope) => scope.equals(owner._id))) throw fault('orgIds', '只能选本组织和下级组织')
    }
  }

  const taskFor = (paper: PaperRecord, member: MemberRecord): TaskRecord => ({
    _id: newId(), type: 'paper', ref: paper._id.toHexString(), memberId: member._id, name: member.name, branchId: member.branchId, groupId: member.groupId,
    opensAt: paper.opensAt, dueAt: paper.dueAt, minutes: null, started: 0, open: null, results: [], withdrawnAt: null,
  })

  const record = (caller: Caller, action: string, paper: PaperRecord, detail: string, session: ClientSession): Promise<void> =>
    parts.audit.record(caller, { action, targetType: 'paper', targetId: paper._id.toHexString(), orgId: paper.ownerOrgId.toHexString(), detail }, session)

  async function assign(caller: Caller, orgId: string, body: AssignPaper): Promise<PaperDetail> {
    const plan = read(body)
    const asked = { createdBy: toId(caller.accountId), requestKey: body.requestKey }
    const first = await Paper.findOne(asked).lean()
    if (first) return again(caller, orgId, first)
    const wanted = body.draw.single + body.draw.multiple + body.draw.judge
    if (wanted === 0) throw fault('draw', '至少选一道题')
    if (wanted > MOST_PAPER_QUESTIONS) throw fault('draw', `一份最多 ${MOST_PAPER_QUESTIONS} 题`)
    const owner = await orgs.get(orgId)
    await checkSense(owner, plan, body.orgIds ?? [])
    const { source, questions } = await drawn(orgId, body.draw)
    if (questions.length < wanted) throw new ProblemError('questions-short')
    const rules = await bank.rules(clock.now())
    const branchId = orgs.branchOf(owner)
    const paper: PaperRecord = {
      _id: newId(), ...plan, ownerOrgId: owner._id, ownerName: owner.name, ownerType: owner.type, ownerBranchId: branchId === null ? null : toId(branchId), scopeIds: owner.scopeIds,
      questionIds: questions.map((question) => question._id), drawn: { bankId: toId(body.draw.bankId), bankVersion: source.version, seed: body.draw.seed, topics: body.draw.topics ?? [] },
      attemptsAllowed: body.attempts ?? rules.paper.attempts, passScore: rules.paper.passScore, discipline: body.discipline ?? false, rulesVersion: rules.version,
      ...asked, createdAt: clock.now(), withdrawnAt: null, withdrawnReason: null,
    }
    try {
      await inTransaction(connection, async (session) => {
        const people = await peopleOf(owner, body.orgIds ?? [], session)
        if (people.length === 0) throw fault('orgIds', '这里还没有党员，换一个范围')
        await Paper.create([paper], { session })
        await Task.insertMany(people.map((member) => taskFor(paper, member)), { session, lean: true, ordered: true })
        await record(caller, 'paper.assigned', paper, `布置“${paper.title}”，${people.length} 人`, session)
        await parts.hooks().paperAssigned(outlineOf(paper), people.map((member) => member._id.toHexString()), session)
      })
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      return again(caller, orgId, found(await Paper.findOne(asked).lean()))
    }
    return detail(caller, paper._id.toHexString())
  }

  /** The same request once more. */
  function again(caller: Caller, orgId: string, first: PaperRecord): Promise<PaperDetail> {
    if (first.ownerOrgId.toHexString() !== orgId) throw fault('requestKey', '这次提交的编号用过了，请重新布置')
    return detail(caller, first._id.toHexString())
  }

  const summaryOf = (paper: PaperRecord, counts: PaperCounts | undefined): PaperSummary => ({
    id: paper._id.toHexString(), title: paper.title, ownerOrgId: paper.ownerOrgId.toHexString(), ownerName: paper.ownerName, questions: paper.questionIds.length,
    opensAt: paper.opensAt.toISOString(), dueAt: paper.dueAt.toISOString(), attemptsAllowed: paper.attemptsAllowed, passScore: paper.passScore, discipline: paper.discipline,
    withdrawnReason: paper.withdrawnReason, assigned: counts?.assigned ?? 0, done: counts?.done ?? 0, passed: counts?.passed ?? 0,
    mean: counts && counts.done > 0 ? Math.round((counts.scoreSum / counts.done) * 10) / 10 : null,
  })

  async function detail(caller: Caller, id: string): Promise<PaperDetail> {
    const paper = found(await Paper.findById(toId(id)).lean())
    await parts.audit.viewed(caller, { list: `paper:${id}`, what: '答题情况', orgId: paper.ownerOrgId.toHexString() })
    const tasks = await Task.find({ type: 'paper', ref: id }).sort({ memberId: 1 }).lean()
    const groups = new Map<string, string>()
    for (const groupId of new Set(tasks.flatMap((task) => task.groupId?.toHexString() ?? []))) groups.set(groupId, (await orgs.find(groupId))?.name ?? '')
    const now = clock.now()
    const people = tasks.map((task): PaperDetail['people'][number] => ({
      memberId: task.memberId.toHexString(), name: task.name ?? '', groupName: task.groupId && (groups.get(task.groupId.toHexString()) ?? null),
      state: stateOf(task, paper, now), attempts: task.results.length, best: task.best ?? null, doneAt: task.doneAt?.toISOString() ?? null,
    }))
    const rank = ({ state }: { state: string }): number => (state === 'done' ? 1 : 0)
    people.sort((a, b) => rank(a) - rank(b) || collator.compare(a.groupName ?? '', b.groupName ?? '') || collator.compare(a.name, b.name) || (a.memberId < b.memberId ? -1 : 1))
    const counts = await countsOfPapers(Task, [paper])
    return { ...summaryOf(paper, counts.get(id)), serverTime: now.toISOString(), people }
  }

  async function withdraw(caller: Caller, id: string, body: WithdrawPaper): Promise<PaperDetail> {
    const reason = body.reason.trim()
    if (reason.length < 2) throw fault('reason', '写一句撤回的原因')
    const now = clock.now()
    await inTransaction(connection, async (session) => {
      const paper = await Paper.findOneAndUpdate({ _id: toId(id), withdrawnAt: null }, { $set: { withdrawnAt: now, withdrawnReason: reason } }, { returnDocument: 'after', session }).lean()
      if (!paper) return
      // The tasks are what beginning and handing in write too: one of the two comes first, never both half.
      await Task.updateMany({ type: 'paper', ref: id }, { $set: { withdrawnAt: now, open: null } }, { session })
      await Attempt.updateMany({ type: 'paper', ref: id, state: 'open' }, { $set: { state: 'withdrawn' } }, { session })
      await record(caller, 'paper.withdrawn', paper, `撤回“${paper.title}”：${reason}`, session)
    })
    const paper = await shelf.get(id)
    parts.hooks().resultsChanged([...new Set((await Task.find({ type: 'paper', ref: paper._id.toHexString() }, { branchId: 1 }).sort({ branchId: 1 }).lean()).flatMap((task) => task.branchId?.toHexString() ?? []))])
    return detail(caller, id)
  }

  return {
    assign, detail, withdraw,
    draw: async (orgId, draw) => {
      const { questions, available } = await drawn(orgId, draw)
      return { questions: questions.map(askedOf), available }
    },
    list: async (orgId) => {
      const papers = await Paper.find({ scopeIds: toId(orgId) }).sort({ createdAt: -1, _id: -1 }).limit(LISTED).lean()
      const counts = await countsOfPapers(Task, papers)
      return { items: papers.map((paper) => summaryOf(paper, counts.get(paper._id.toHexString()))), serverTime: clock.now().toISOString() }
    },
  }
}
