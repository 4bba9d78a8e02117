import { ACTIVITY_KIND_NAMES, ACTIVITY_KINDS } from '@pioneer/shared-types/constants'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Chips } from '@/components/Chips'
import { DateField, Field, InputField, PickerField } from '@/components/Field'
import { dayText, partsOf } from '@/services/calendar'
import { MemberSheet } from '../roster/MemberSheet'
import { COMMON_KINDS, toggled, type FieldErrors, type PlanForm } from './model'
import { WORDS } from './words'

export interface PlanPartProps {
  form: PlanForm
  errors: FieldErrors
  onChange: (change: Partial<PlanForm>) => void
}

const MORE = 'more'

/** 开什么会: one kind or several. */
export function KindChips({ form, errors, onChange }: PlanPartProps) {
  const hidden = form.kinds.some((kind) => !COMMON_KINDS.includes(kind))
  const [all, setAll] = useState(hidden)
  const kinds = all || hidden ? [...COMMON_KINDS, ...ACTIVITY_KINDS.filter((kind) => !COMMON_KINDS.includes(kind))] : COMMON_KINDS
  const items = [...kinds.map((key) => ({ key, label: ACTIVITY_KIND_NAMES[key] })), ...(kinds === COMMON_KINDS ? [{ key: MORE, label: WORDS.more } as const] : [])]
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View>
      <View className='h3' {...heading}>
        {WORDS.kinds}
      </View>
      <View className='mt2'>
        <Chips
          label={WORDS.kinds}
          items={items}
          value={form.kinds}
          onChange={(key) => (key === MORE ? setAll(true) : onChange({ kinds: toggled(form.kinds, key) }))}
        />
      </View>
      {errors.kinds && (
        <View className='field-e mt2' {...{ role: 'alert' }}>
          {errors.kinds}
        </View>
      )}
    </View>
  )
}

const dateText = (date: string) => {
  const noon = `${date}T12:00:00+08:00`
  return `${dayText(noon)} 周${partsOf(noon).weekday}`
}

/** Name, when and where. */
export function WhenAndWhere({ form, errors, onChange }: PlanPartProps) {
  return (
    <Card className='mt5'>
      <InputField label={WORDS.name} value={form.title} placeholder={WORDS.nameHint} error={errors.title} onChange={(title) => onChange({ title })} />
      <DateField label={WORDS.date} mode='date' value={form.date} format={dateText} error={errors.date} onChange={(date) => onChange({ date })} />
      <View className='two'>
        <View className='g1'>
          <DateField label={WORDS.start} mode='time' value={form.start} error={errors.start} onChange={(start) => onChange({ start })} />
        </View>
        <View className='g1 tw2'>
          <DateField label={WORDS.end} mode='time' value={form.end} error={errors.end} onChange={(end) => onChange({ end })} />
        </View>
      </View>
      <InputField label={WORDS.place} value={form.place} placeholder={WORDS.placeHint} error={errors.place} onChange={(place) => onChange({ place })} />
    </Card>
  )
}

interface PeopleProps extends PlanPartProps {
  owners: ReadonlyArray<{ id: string; name: string }>
  /** Whose roster names may be chosen. */
  namesOf: string
  /** The owner of an activity that exists stands. */
  fixedOwner: boolean
}

/** Who organizes it and who comes. */
export function PeopleFields({ form, errors, onChange, owners, namesOf, fixedOwner }: PeopleProps) {
  const [sheet, setSheet] = useState<'people' | 'guests' | null>(null)
  const count = (ids: readonly string[], none: string) => (ids.length === 0 ? none : WORDS.persons(ids.length))
  return (
    <Card className='mt3'>
      {owners.length > 1 && !fixedOwner && (
        <PickerField
          label={WORDS.owner}
          options={owners.map(({ id, name }) => ({ key: id, label: name }))}
          value={form.ownerOrgId}
          error={errors.owner}
          onChange={(ownerOrgId) => onChange({ ownerOrgId, orgIds: [], memberIds: [], guestIds: [] })}
        />
      )}
      <Field label={WORDS.people} value={count(form.memberIds, WORDS.everyone)} error={errors.people} onTap={() => setSheet('people')} />
      <Field label={WORDS.guests} value={count(form.guestIds, '')} placeholder={WORDS.guestsHint} error={errors.guests} onTap={() => setSheet('guests')} />
      <MemberSheet
        open={sheet === 'people'}
        title={WORDS.people}
        orgId={namesOf}
        chosen={form.memberIds}
        onChoose={(members) => onChange({ memberIds: members.map(({ id }) => id) })}
        onClose={() => setSheet(null)}
      />
      <MemberSheet
        open={sheet === 'guests'}
        title={WORDS.guests}
        orgId={namesOf}
        chosen={form.guestIds}
        onChoose={(members) => onChange({ guestIds: members.map(({ id }) => id) })}
        onClose={() => setSheet(null)}
      />
    </Card>
  )
}
