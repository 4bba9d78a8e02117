import type { Model } from 'mongoose'
import { toId, type ObjectId } from '../../kernel/ids'
import type { PaperRecord, TaskRecord } from './model'
import type { StudyParts } from './parts'
import { stateOf } from './present'
import type { FixedPaper } from './shelf'
import type { PaperOutline, PaperYear, StudyService } from './types'

/** Best scores of a paper, counted. */
export interface PaperCounts { assigned: number; done: number; passed: number; scoreSum: number }

/** One group for each score that occurs; `best` is absent for those who have handed nothing in. */
interface Grouped { _id: { ref: string; best?: number | null }; count: number }

const NONE: PaperCounts = { assigned: 0, done: 0, passed: 0, scoreSum: 0 }

export const outlineOf = (paper: FixedPaper): PaperOutline => ({
  id: paper._id.toHexString(), title: paper.title, ownerOrgId: paper.ownerOrgId.toHexString(), ownerName: paper.ownerName, scopeIds: paper.scopeIds.map((id) => id.toHexString()),
  opensAt: paper.opensAt, dueAt: paper.dueAt, questions: paper.questionIds.length, discipline: paper.discipline,
})

/** Counts papers in one command: their people grouped by best score, over one branch if given, some of its people left out. */
export async function countsOfPapers(tasks: Model<TaskRecord>, papers: readonly Pick<FixedPaper, '_id' | 'passScore'>[], of?: { branchId: ObjectId; leaveOut: readonly ObjectId[] }): Promise<Map<string, PaperCounts>> {
  const passScore = new Map(papers.map((paper) => [paper._id.toHexString(), paper.passScore]))
  const counts = new Map<string, PaperCounts>()
  if (papers.length === 0) return counts
  const groups = await tasks.aggregate<Grouped>([
    { $match: { type: 'paper', ref: { $in: [...passScore.keys()] }, ...(of ? { branchId: of.branchId, memberId: { $nin: [...of.leaveOut] } } : {}) } },
    { $group: { _id: { ref: '$ref', best: '$best' }, count: { $sum: 1 } } },
  ])
  for (const { _id: { ref, best }, count } of groups) {
    const so = counts.get(ref) ?? NONE
    const done = typeof best === 'number'
    counts.set(ref, {
      assigned: so.assigned + count, done: so.done + (done ? count : 0), passed: so.passed + (done && best >= (passScore.get(ref) ?? 0) ? count : 0), scoreSum: so.scoreSum + (done ? best * count : 0),
    })
  }
  return counts
}

export type PaperDoor = Pick<StudyService, 'paper' | 'facts' | 'people' | 'dueBetween' | 'openAt' | 'yearOfBranch'>

/** What other modules ask about papers. */
export function createPaperDoor(parts: StudyParts): PaperDoor {
  const { context: { clock }, models: { Paper, Task }, shelf } = parts
  const live = (papers: readonly PaperRecord[]): PaperRecord[] => papers.filter((paper) => paper.withdrawnAt === null)

  const yearOfBranch: PaperDoor['yearOfBranch'] = async (branchId, from, to, leaveOut) => {
    const within = { $gte: from, $lt: to }
    const groups = await Task.aggregate<{ _id: string }>([
      { $match: { branchId: toId(branchId), memberId: { $nin: leaveOut.map(toId) }, type: 'paper', withdrawnAt: null, $or: [{ dueAt: within }, { doneAt: within }] } },
      { $group: { _id: '$ref' } },
    ])
    const papers = [...(await shelf.many(groups.map((group) => group._id))).values()]
    const counts = await countsOfPapers(Task, papers, { branchId: toId(branchId), leaveOut: leaveOut.map(toId) })
    return papers.map((paper): PaperYear => {
      const id = paper._id.toHexString()
      return { id, title: paper.title, dueAt: paper.dueAt, discipline: paper.discipline, ...(counts.get(id) ?? NONE) }
    }).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1))
  }

  return {
    yearOfBranch,
    paper: async (id) => {
      const paper = await shelf.find(id)
      return paper && outlineOf(paper)
    },
    facts: async (id) => {
      const paper = await shelf.find(id)
      return paper && {
        scopeIds: paper.scopeIds.map((scope) => scope.toHexString()), orgId: paper.ownerOrgId.toHexString(), orgType: paper.ownerType, branchId: paper.ownerBranchId?.toHexString() ?? null,
      }
    },
    people: async (paperId) => {
      const paper = await shelf.get(paperId)
      const now = clock.now()
      const tasks = await Task.find({ type: 'paper', ref: paperId, withdrawnAt: null }).sort({ memberId: 1 }).lean()
      return tasks.map((task) => ({
        memberId: task.memberId.toHexString(), name: task.name ?? '', branchId: task.branchId?.toHexString() ?? '', groupId: task.groupId?.toHexString() ?? null, state: stateOf(task, paper, now),
      }))
    },
    dueBetween: async (from, to) => {
      const papers = await Paper.find({ dueAt: { $gte: from, $lt: to }, opensAt: { $lte: clock.now() }, withdrawnAt: null }).sort({ dueAt: 1, _id: 1 }).lean()
      return papers.map(outlineOf)
    },
    openAt: async (orgIds, now) => {
      if (orgIds.length === 0) return []
      const papers = live(await Paper.find({ ownerOrgId: { $in: orgIds.map(toId) }, opensAt: { $lte: now }, dueAt: { $gt: now } }).sort({ dueAt: 1, _id: 1 }).lean())
      const counts = await countsOfPapers(Task, papers)
      return papers.map((paper) => {
        const { assigned, done } = counts.get(paper._id.toHexString()) ?? NONE
        return { paper: outlineOf(paper), assigned, done }
      })
    },
  }
}
