import type { BankPreview } from '@pioneer/shared-types/study/schemas'
import { useState } from 'react'
import { toastError } from '@/components/toast'
import { useWorkbook } from '../workbook/useWorkbook'
import { previewBank } from './api'
import { handIn } from './hooks'
import { LEAST_NAME, type BankTarget } from './model'

/**
 * A workbook from its choice until it is handed in for review; the way back is another file, or another target.
 * @param first where it goes unless somebody chooses
 */
export function useBankImport(orgId: string, first: BankTarget) {
  const [target, setTarget] = useState<BankTarget>(first)
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
