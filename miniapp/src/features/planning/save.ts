import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import { ApiError } from '@/services/http/errors'
import { createBody, sameAs, updateBody, type PlanForm } from './model'

export interface SaveDeps {
  create: (body: ReturnType<typeof createBody>) => Promise<ActivityDetail>
  update: (id: string, body: ReturnType<typeof updateBody>) => Promise<ActivityDetail>
  publish: (id: string) => Promise<ActivityDetail>
  read: (id: string) => Promise<ActivityDetail>
}

/**
 * Saves the form, and publishes it when asked. May be called again after any failure: the key makes one activity of it,
 * and an answer that was lost is recognized by what the service then has. Throws what the service says.
 */
export async function savePlan(deps: SaveDeps, form: PlanForm, key: string, known: ActivityDetail | null, publish: boolean): Promise<ActivityDetail> {
  let saved = known ?? (await deps.create(createBody(form, key)))
  if (!sameAs(form, saved)) {
    try {
      saved = await deps.update(saved.id, updateBody(form, saved))
    } catch (error) {
      if (!(error instanceof ApiError && error.is('conflict'))) throw error
      // our own change whose answer was lost, or somebody else's
      saved = await deps.read(saved.id)
      if (!sameAs(form, saved)) throw error
    }
  }
  return publish && saved.status === 'draft' ? deps.publish(saved.id) : saved
}
