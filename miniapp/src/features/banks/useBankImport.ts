import type { BankPreview } from '@pioneer/shared-types/study/schemas'
import { useState } from 'react'
import { toastError } from '@/components/toast'
import { useWorkbook } from '../workbook/useWorkbook'
import { previewBank } from './api'
import { handIn } from './hooks'

/** Where a workbook goes: a bank of the organization, or a new one by its name. */
export interface BankTarget {
  bankId: string | null
  name: string
}

/** Names the contract takes (BankPreviewQuery). */
export const LEAST_NAME = 2
export const MOST_NAME = 30

/** A workbook from its choice until it is handed in for review; the way back is another file, or another target. */
export function useBankImport(orgId: string, firstName: string) {
  const [target, setTarget] = useState<BankTarget>({ bankId: null, name: firstName })
  const [handed, setHanded] = useState<{ id: string; count: number } | null>(null)
  const workbook = useWorkbook<BankPreview>((bytes) => {
    setHanded(null)
    return previewBank(orgId, target.bankId === null ? { name: target.name.trim() } : { bankId: target.bankId }, bytes)
  })

  const apply = async (): Promise<void> => {
    const id = workbook.preview?.previewId
    if (id === undefined) return
    try {
      setHanded({ id, count: await handIn(orgId, id) })
      workbook.forget()
    } catch (error) {
      toastError(error)
    }
  }

  /** What was read for another target says nothing about this one. */
  const retarget = (part: Partial<BankTarget>) => {
    workbook.forget()
    setTarget((now) => ({ ...now, ...part }))
  }

  return { ...workbook, target, nameShort: target.bankId === null && target.name.trim().length < LEAST_NAME, handed, apply, retarget }
}
