import { QUESTION_TYPE_NAMES, QUESTION_TYPES } from '@pioneer/shared-types/constants'
import type { Org } from '@pioneer/shared-types/orgs/schemas'
import type { BankSummary } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Chips } from '@/components/Chips'
import { DateField, Field, InputField, PickerField } from '@/components/Field'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { Switch } from '@/components/Switch'
import { dayText, instantOf, partsOf } from '@/services/calendar'
import { MOST_ATTEMPTS, MOST_QUESTIONS, shortOf, toggledIn, totalOf, type AssignErrors, type AssignForm, type Counts } from './form'
import type { Place } from './model'
import { PlacesSheet } from './PlacesSheet'
import { Stepper } from './Stepper'
import { WORDS } from './words'

/** 11月30日 周一: short enough to stand beside the time. */
const dateText = (date: string) => {
  const noon = instantOf(date, '12:00')
  return `${dayText(noon)} 周${partsOf(noon).weekday}`
}

interface PartProps {
  form: AssignForm
  errors: AssignErrors
  onChange: (change: Partial<AssignForm>) => void
}

function Fault({ text }: { text: string | undefined }) {
  if (text === undefined) return null
  return (
    <View className='field-e mt2' {...{ role: 'alert' }}>
      {text}
    </View>
  )
}

/** Its name and where its questions come from. */
export function SourceFields({ form, errors, onChange, banks }: PartProps & { banks: readonly BankSummary[] }) {
  const topics = banks.find(({ id }) => id === form.bankId)?.topics ?? []
  return (
    <View>
      <Card>
        <InputField label={WORDS.name} value={form.title} placeholder={WORDS.nameHint} maxLength={40} error={errors.title} testId='assign-title' onChange={(title) => onChange({ title })} />
        <PickerField
          label={WORDS.from}
          options={banks.map(({ id, name, ownerName, questions }) => ({ key: id, label: name, note: WORDS.bankOf(ownerName, questions) }))}
          value={form.bankId}
          error={errors.bank}
          onChange={(bankId) => onChange({ bankId })}
        />
      </Card>
      {topics.length > 1 && (
        <View>
          <Section title={WORDS.topics} />
          <View className='note topics-note'>{WORDS.topicsNote}</View>
          <Chips label={WORDS.topics} items={topics.map(({ name }) => ({ key: name, label: name }))} value={form.topics} onChange={(topic) => onChange({ topics: toggledIn(form.topics, topic) })} />
          <Fault text={errors.topics} />
        </View>
      )}
    </View>
  )
}

/** How many of each type, beside how many there are. */
export function CountFields({ form, errors, onChange, available }: PartProps & { available: Counts }) {
  const short = shortOf(form.counts, available)
  return (
    <View>
      <Section title={WORDS.counts} />
      <Card>
        {QUESTION_TYPES.map((type) => {
          const name = QUESTION_TYPE_NAMES[type]
          const fault = errors[type] ?? short[type]
          return (
            <Row
              key={type}
              regular
              title={name}
              note={fault === undefined ? WORDS.available(available[type]) : <View className='c-bad' {...{ role: 'alert' }}>{fault}</View>}
              right={
                <Stepper
                  label={name}
                  value={form.counts[type]}
                  min={0}
                  max={MOST_QUESTIONS}
                  less={WORDS.less(name)}
                  more={WORDS.more(name)}
                  testId={`assign-${type}`}
                  onChange={(count) => onChange({ counts: { ...form.counts, [type]: count } })}
                />
              }
            />
          )
        })}
      </Card>
      {errors.questions === undefined ? <View className='note mt2'>{WORDS.total(totalOf(form.counts))}</View> : <Fault text={errors.questions} />}
    </View>
  )
}

interface RuleProps extends PartProps {
  org: Place
  /** What the organization divides into. */
  parts: readonly Org[]
  today: string
}

/** Until when, how often, who, and what it counts for. */
export function RuleFields({ form, errors, onChange, org, parts, today }: RuleProps) {
  const [choosing, setChoosing] = useState(false)
  const chosen = parts.filter(({ id }) => form.orgIds.includes(id)).map(({ name }) => name)
  const onlySome = parts.every(({ type }) => type === 'group') ? WORDS.groups : WORDS.orgs
  return (
    <View>
      <Section title={WORDS.rules} />
      <Card>
        <Field
          label={WORDS.whom}
          value={chosen.length === 0 ? WORDS.everyone(org.name) : WORDS.places(chosen)}
          error={errors.whom}
          testId='assign-whom'
          onTap={parts.length > 0 ? () => setChoosing(true) : undefined}
        />
        <View className='two'>
          <View className='g1'>
            <DateField
              label={WORDS.dueDate}
              mode='date'
              value={form.date}
              start={today}
              format={dateText}
              error={errors.date}
              testId='assign-date'
              onChange={(date) => onChange({ date })}
            />
          </View>
          <View className='g1 tw2'>
            <DateField label={WORDS.dueTime} mode='time' value={form.time} error={errors.time} testId='assign-time' onChange={(time) => onChange({ time })} />
          </View>
        </View>
        <Row
          regular
          title={WORDS.attempts}
          note={errors.attempts === undefined ? WORDS.attemptsNote : <View className='c-bad' {...{ role: 'alert' }}>{errors.attempts}</View>}
          right={
            <Stepper
              label={WORDS.attempts}
              value={form.attempts}
              min={1}
              max={MOST_ATTEMPTS}
              less={WORDS.lessAttempts}
              more={WORDS.moreAttempts}
              testId='assign-attempts'
              onChange={(attempts) => onChange({ attempts })}
            />
          }
        />
        <Row
          regular
          title={WORDS.discipline}
          note={WORDS.disciplineNote}
          right={<Switch on={form.discipline} label={WORDS.discipline} testId='assign-discipline' onChange={(discipline) => onChange({ discipline })} />}
        />
      </Card>
      <PlacesSheet open={choosing} title={onlySome} places={parts} chosen={form.orgIds} onChoose={(orgIds) => onChange({ orgIds })} onClose={() => setChoosing(false)} />
    </View>
  )
}
