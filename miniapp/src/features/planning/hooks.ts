import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { bytesToBase64url, randomBytes } from '@/services/crypto'
import { ApiError } from '@/services/http'
import { queryClient } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchActivity } from '../activities/api'
import { createActivity, previewPlan, publishActivity, updateActivity } from './api'
import { keptForm } from './draft'
import { changed, errorsByField, faultsOf, formOf, type FieldErrors, type PlanForm } from './model'
import { savePlan } from './save'

const KEEP_AFTER_MS = 400

const newKey = async () => bytesToBase64url(await randomBytes(18))

/** What publishing would freeze, asked again when kinds, owner or people change. */
export function usePreview({ ownerOrgId, kinds, orgIds, memberIds }: PlanForm) {
  const body = { ownerOrgId, kinds, ...(orgIds.length + memberIds.length > 0 ? { audience: { orgIds, memberIds } } : {}) }
  return useQuery({
    queryKey: ['plan', body],
    queryFn: () => previewPlan(body),
    enabled: kinds.length > 0 && ownerOrgId !== '',
    retry: (failures, error) => failures < 1 && !(error instanceof ApiError),
    placeholderData: (before) => before,
  })
}

/** The activity to edit, as it is now: what another page has fetched may be older than the last change. */
export function useEdited(id: string) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  return useQuery({ queryKey: ['edited', id], queryFn: () => fetchActivity(id), enabled: signedIn && id !== '', gcTime: 0, staleTime: Infinity })
}

interface PlanSource {
  accountId: string
  /** The activity that is edited; null for a new one. */
  activity: ActivityDetail | null
  empty: PlanForm
}

/** The form of one activity: kept on the phone as it is typed, one activity however often it is sent. */
export function usePlanForm({ accountId, activity, empty }: PlanSource) {
  const [slot] = useState(() => keptForm(accountId, activity?.id))
  const [initial] = useState(() => {
    const kept = slot.read()
    const fresh = activity ? formOf(activity) : empty
    const fits = kept !== null && kept.version === (activity?.version ?? null)
    return { form: fits ? kept.form : fresh, fresh, key: fits ? kept.requestKey : null, restored: fits }
  })
  const [form, setForm] = useState(initial.form)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [restored, setRestored] = useState(initial.restored)
  const [dirty, setDirty] = useState(initial.restored)
  const key = useRef(initial.key)
  const saved = useRef(activity)
  const done = useRef(false)

  const keep = async (now: PlanForm) => {
    key.current ??= await newKey()
    if (done.current) return
    try {
      slot.write({ form: now, requestKey: key.current, version: saved.current?.version ?? null })
    } catch {
      // a full storage costs only what is typed since
    }
  }

  useEffect(() => {
    if (!dirty) return undefined
    const timer = setTimeout(() => void keep(form), KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  })

  const change = (part: Partial<PlanForm>) => {
    setDirty(true)
    setErrors({})
    setForm((now) => changed(now, part))
  }

  const afresh = () => {
    slot.remove()
    key.current = null
    setForm(initial.fresh)
    setErrors({})
    setRestored(false)
    setDirty(false)
  }

  /** Saves, and publishes when asked; null when the form has to be mended first. Throws what has no field. */
  const send = async (publish: boolean): Promise<ActivityDetail | null> => {
    const faults = faultsOf(form, publish, Date.now())
    setErrors(faults)
    if (Object.keys(faults).length > 0) return null
    // the key is kept before it is sent: after a reload it is still the same activity
    await keep(form)
    const deps = { create: createActivity, update: updateActivity, publish: publishActivity, read: fetchActivity }
    try {
      const result = await savePlan(deps, form, key.current ?? (await newKey()), saved.current, publish)
      done.current = true
      slot.remove()
      await Promise.all(['managed', 'home', 'activities', 'activity'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
      return result
    } catch (error) {
      const fields = error instanceof ApiError ? errorsByField(error.problem.fields ?? []) : {}
      setErrors(fields)
      if (Object.keys(fields).length > 0) return null
      throw error
    }
  }

  return { form, errors, restored, dirty, change, afresh, send, keepNow: () => (dirty ? keep(form) : Promise.resolve()) }
}
