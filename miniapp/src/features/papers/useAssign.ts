import type { BankSummary, PaperDetail } from '@pioneer/shared-types/study/schemas'
import { useRef, useState } from 'react'
import { ask } from '@/components/ask'
import { toast, toastError } from '@/components/toast'
import { bytesToBase64url, randomBytes } from '@/services/crypto'
import { ApiError, NetworkError } from '@/services/http'
import { assignPaper } from './api'
import { assignBody, availableIn, changedPaper, emptyPaper, firstFault, paperErrorsByField, paperFaults, seedFrom, type AssignErrors, type AssignForm, type AssignPart } from './form'
import { acceptPaper } from './hooks'
import { WORDS } from './words'

interface AssignSource {
  orgId: string
  banks: readonly BankSummary[]
  onAssigned: (paper: PaperDetail) => void
  /** Where something has to be mended. */
  onFault: (part: AssignPart) => void
  /** To the list of papers: the one whose answer was lost may stand there. */
  onLook: () => void
}

const newSeed = () => seedFrom(Math.random())

/**
 * The form of a paper: one paper however often it is sent. The key belongs to the content; whoever changes the content
 * after a lost reply is asked first, because the first one may have arrived.
 */
export function useAssign({ orgId, banks, onAssigned, onFault, onLook }: AssignSource) {
  const [form, setForm] = useState<AssignForm>(() => emptyPaper(banks[0], newSeed(), Date.now()))
  const [errors, setErrors] = useState<AssignErrors>({})
  const [lost, setLost] = useState(false)
  const sent = useRef<{ content: string; key: string; lost: boolean } | null>(null)
  const available = availableIn(banks.find(({ id }) => id === form.bankId), form.topics)

  const change = (part: Partial<AssignForm>) => {
    setErrors({})
    setForm((now) => changedPaper(now, part, Date.now()))
  }
  const drawOthers = () => change({ seed: newSeed() })

  /** False when there is nothing to mend. */
  const refuse = (faults: AssignErrors): boolean => {
    setErrors(faults)
    const part = firstFault(faults)
    if (part === null) return false
    toast(WORDS.mend)
    onFault(part)
    return true
  }

  const refuseProblem = (error: unknown): boolean => {
    if (!(error instanceof ApiError)) return false
    return refuse(error.is('questions-short') ? { questions: error.problem.title } : paperErrorsByField(error.problem.fields ?? []))
  }

  const send = async (): Promise<void> => {
    if (refuse(paperFaults(form, available, Date.now()))) return
    const body = assignBody(form)
    const content = JSON.stringify(body)
    const first = sent.current
    if (first?.lost && first.content !== content && (await ask({ title: WORDS.lostAsk, text: WORDS.lostText, yes: WORDS.lostLook, no: WORDS.lostNew }))) return onLook()
    const key = first?.content === content ? first.key : bytesToBase64url(await randomBytes(18))
    sent.current = { content, key, lost: false }
    setLost(false)
    try {
      const paper = await assignPaper(orgId, { ...body, requestKey: key })
      await acceptPaper(paper)
      onAssigned(paper)
    } catch (error) {
      if (error instanceof NetworkError) {
        sent.current.lost = true
        setLost(true)
      } else if (!refuseProblem(error)) toastError(error)
    }
  }

  return { form, errors, available, lost, change, drawOthers, send }
}
