import { View } from '@tarojs/components'
import type { BindResult } from '@pioneer/shared-types/auth/schemas'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { InputField } from '@/components/Field'
import { Notice } from '@/components/Notice'
import { Segmented } from '@/components/Segmented'
import { ApiError, explain } from '@/services/http'
import { sayWho } from './hooks'
import { invitationText, whoErrors, type Way, type WhoErrors, type WhoForm as Form } from './model'
import { WORDS } from './words'

const WAYS = [
  { key: 'invitation', label: WORDS.wayInvitation },
  { key: 'request', label: WORDS.wayRequest },
] as const

const NOTHING_WRONG: WhoErrors = {}

export interface WhoFormProps {
  /** From the link that was opened. */
  invitation: string
  /** Which of the two ways is open at first. */
  way: Way
  /** Only an invitation makes sense: the person is known already. */
  onlyInvitation?: boolean
  entryId: string | undefined
  onDone: (result: BindResult) => void
}

/** Two ways of saying who one is: an invitation, or a request the secretary approves. */
export function WhoForm({ invitation, way: first, onlyInvitation = false, entryId, onDone }: WhoFormProps) {
  const [form, setForm] = useState<Form>({ way: first, invitation, name: '', last4: '' })
  const [errors, setErrors] = useState<WhoErrors>(NOTHING_WRONG)
  const [failure, setFailure] = useState<unknown>(null)
  const change = (part: Partial<Form>) => {
    setForm((before) => ({ ...before, ...part }))
    setErrors(NOTHING_WRONG)
    setFailure(null)
  }

  const submit = async () => {
    const wrong = whoErrors(form)
    setErrors(wrong)
    setFailure(null)
    if (Object.keys(wrong).length > 0) return
    try {
      onDone(await sayWho(form, entryId))
    } catch (error) {
      if (error instanceof ApiError && error.is('invitation-invalid')) setErrors({ invitation: error.problem.title })
      else setFailure(error)
    }
  }

  const words = failure === null ? null : explain(failure)
  return (
    <View>
      {!onlyInvitation && <Segmented items={WAYS} value={form.way} onChange={(way: Way) => change({ way })} />}
      <Card className='mt3'>
        {form.way === 'invitation' ? (
          <InputField
            label={WORDS.invitation}
            placeholder={WORDS.invitationHint}
            value={form.invitation}
            maxLength={20}
            error={errors.invitation}
            onChange={(text) => change({ invitation: invitationText(text) })}
            onConfirm={() => void submit()}
          />
        ) : (
          <>
            <InputField
              label={WORDS.name}
              placeholder={WORDS.nameHint}
              value={form.name}
              maxLength={30}
              error={errors.name}
              onChange={(name) => change({ name })}
            />
            <InputField
              label={WORDS.last4}
              placeholder={WORDS.last4Hint}
              type='number'
              value={form.last4}
              maxLength={4}
              error={errors.last4}
              onChange={(last4) => change({ last4: last4.replace(/\D/g, '') })}
              onConfirm={() => void submit()}
            />
          </>
        )}
      </Card>
      <View className='note mt3'>{form.way === 'invitation' ? WORDS.invitationNote : WORDS.requestNote}</View>
      {words && (
        <Notice kind='bad' className='mt3'>
          {words.text && words.text !== words.title ? `${words.title}。${words.text}` : words.title}
          {words.requestId && <View className='tiny mt1'>问题编号 {words.requestId}</View>}
        </Notice>
      )}
      <Button kind='primary' className='mt5' loadingText={WORDS.submitting} onTap={submit}>
        {form.way === 'invitation' ? WORDS.submitInvitation : WORDS.submitRequest}
      </Button>
    </View>
  )
}
