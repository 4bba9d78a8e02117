import { createSlot } from '@/services/storage'
import type { PlanForm } from './model'

/** A form that was not finished, with the key that makes it one activity however often it is sent. */
export interface KeptForm {
  form: PlanForm
  requestKey: string
  /** Of the activity that is edited; null for a new one. */
  version: number | null
}

const isKept = (value: unknown): value is KeptForm =>
  typeof value === 'object' &&
  value !== null &&
  'form' in value &&
  'requestKey' in value &&
  typeof value.requestKey === 'string' &&
  typeof value.form === 'object' &&
  value.form !== null &&
  'kinds' in value.form &&
  'guestIds' in value.form

/** One form a person and activity is kept on the phone. */
export const keptForm = (accountId: string, id: string | undefined) => createSlot(`plan-${accountId}-${id ?? 'new'}`, isKept)
