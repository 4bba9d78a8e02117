import type { Job } from '../../kernel/jobs'
import type { ActivitiesModule } from './service'

/** An activity nobody closed finishes by itself at its end (domain-rules, Attendance). */
export const finishJob = (activities: Pick<ActivitiesModule, 'finishEnded'>): Job => ({
  name: 'finish-activities', every: 60_000, lease: 120_000,
  run: async (now) => { await activities.finishEnded(now) },
})
