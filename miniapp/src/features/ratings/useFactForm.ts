import type { BranchRating, FactEntered, IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { useRef, useState } from 'react'
import { ask } from '@/components/ask'
import { toast, toastError } from '@/components/toast'
import { dayOf } from '@/services/calendar'
import { bytesToBase64url, randomBytes } from '@/services/crypto'
import { ApiError, NetworkError } from '@/services/http'
import { enterFact } from './api'
import { emptyFact, factBody, factErrorsByField, factFaults, type FactErrors, type FactForm } from './form'
import { acceptRating } from './hooks'
import { isVeto } from './model'
import { WORDS } from './words'

type Form = NonNullable<IndicatorDetail['form']>

interface FactSource {
  orgId: string
  detail: Pick<IndicatorDetail, 'code' | 'name' | 'max'>
  form: Form
  /** The score before it is entered. */
  before: BranchRating | undefined
}

export interface Entered extends FactEntered {
  /** The score when it was sent; null when it was not known. */
  before: number | null
}

/**
 * The form of one fact: one entry however often it is sent. The key belongs to the content: what is typed anew after
 * a lost reply is another fact, and both stand in the list.
 */
export function useFactForm({ orgId, detail, form: { kind }, before }: FactSource) {
  const today = dayOf(Date.now())
  const [form, setForm] = useState<FactForm>(() => emptyFact(today))
  const [errors, setErrors] = useState<FactErrors>({})
  const [lost, setLost] = useState(false)
  const [entered, setEntered] = useState<Entered | null>(null)
  const sent = useRef<{ content: string; key: string } | null>(null)

  const change = (part: Partial<FactForm>) => {
    setErrors({})
    setLost(false)
    setForm((now) => ({ ...now, ...part }))
  }

  const refuse = (faults: FactErrors): boolean => {
    setErrors(faults)
    if (Object.keys(faults).length === 0) return false
    toast(WORDS.mend)
    return true
  }

  const send = async (): Promise<void> => {
    if (refuse(factFaults(form, kind, today))) return
    // it weighs on a whole branch: not by a slip of the finger
    if (isVeto(detail) && form.yes === 'yes' && !(await ask({ title: WORDS.vetoAsk(detail.name), text: WORDS.vetoAskText, yes: WORDS.vetoYes, no: WORDS.vetoNo }))) return
    const body = factBody(form, kind, detail.code)
    const content = JSON.stringify(body)
    if (sent.current?.content !== content) sent.current = { content, key: bytesToBase64url(await randomBytes(18)) }
    setLost(false)
    try {
      const result = await enterFact(orgId, { ...body, requestKey: sent.current.key })
      setEntered({ ...result, before: before?.score ?? null })
      await acceptRating(result)
    } catch (error) {
      if (error instanceof NetworkError) setLost(true)
      else if (!(error instanceof ApiError && refuse(factErrorsByField(error.problem.fields ?? [], kind)))) toastError(error)
    }
  }

  return { form, errors, lost, entered, today, change, send }
}
