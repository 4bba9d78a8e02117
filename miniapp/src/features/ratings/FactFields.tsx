import type { IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Chips } from '@/components/Chips'
import { DateField, Field, InputField } from '@/components/Field'
import { yearBegins, type FactErrors, type FactForm } from './form'
import { WORDS } from './words'

type Form = NonNullable<IndicatorDetail['form']>

interface FactFieldsProps {
  ask: Form
  form: FactForm
  errors: FactErrors
  today: string
  onChange: (change: Partial<FactForm>) => void
}

const YES_NO = [{ key: 'yes', label: WORDS.yes }, { key: 'no', label: WORDS.no }] as const

/** The figure that is asked for: one or two fields, by the kind of form. */
function ValueFields({ ask: { kind, unit }, form, errors, onChange }: FactFieldsProps) {
  switch (kind) {
    case 'done-due':
      return (
        <>
          <InputField label={WORDS.unit(WORDS.done, unit)} type='number' placeholder={WORDS.figure} value={form.done} error={errors.done} maxLength={6} testId='fact-done' onChange={(done) => onChange({ done })} />
          <InputField label={WORDS.unit(WORDS.due, unit)} type='number' placeholder={WORDS.figure} value={form.due} error={errors.due} maxLength={6} testId='fact-due' onChange={(due) => onChange({ due })} />
        </>
      )
    case 'count':
      return <InputField label={WORDS.unit(WORDS.count, unit)} type='number' placeholder={WORDS.figure} value={form.count} error={errors.count} maxLength={5} testId='fact-count' onChange={(count) => onChange({ count })} />
    case 'percent':
      return <InputField label={WORDS.unit(WORDS.percent, unit)} type='digit' placeholder={WORDS.figure} value={form.percent} error={errors.percent} maxLength={6} testId='fact-percent' onChange={(percent) => onChange({ percent })} />
    case 'yes-no':
      return (
        <Field label={WORDS.yesNo} error={errors.yes} testId='fact-yes'>
          <View className='mt2'>
            <Chips label={WORDS.yesNo} items={YES_NO} value={form.yes} onChange={(yes) => onChange({ yes })} />
          </View>
        </Field>
      )
  }
}

/** The form of a fact: the figure, the day, a note, where the proof lies. */
export function FactFields(props: FactFieldsProps) {
  const { form, errors, today, onChange } = props
  return (
    <Card>
      <ValueFields {...props} />
      <DateField label={WORDS.date} mode='date' value={form.occurredOn} start={yearBegins(today)} end={today} error={errors.occurredOn} testId='fact-date' onChange={(occurredOn) => onChange({ occurredOn })} />
      <InputField label={WORDS.note} value={form.note} placeholder={WORDS.noteHint} error={errors.note} multiline maxLength={100} testId='fact-note' onChange={(note) => onChange({ note })} />
      <InputField label={WORDS.proofField} value={form.evidence} placeholder={WORDS.proofHint} error={errors.evidence} maxLength={200} testId='fact-evidence' onChange={(evidence) => onChange({ evidence })} />
    </Card>
  )
}
