import { View } from '@tarojs/components'
import { useState } from 'react'
import { Icon } from '../Icon'
import { Pressable } from '../Pressable'
import { Sheet } from '../Sheet'
import { Field } from './Field'

export interface PickerFieldProps<K extends string> {
  label: string
  options: ReadonlyArray<{ key: K; label: string; note?: string }>
  value: K | null
  placeholder?: string
  error?: string
  testId?: string
  onChange: (key: K) => void
}

/** A line of a form that is chosen from a list in a sheet. */
export function PickerField<K extends string>(props: PickerFieldProps<K>) {
  const { label, options, value, onChange } = props
  const [open, setOpen] = useState(false)
  const choose = (key: K) => {
    setOpen(false)
    onChange(key)
  }
  return (
    <View className='pick'>
      <Field
        label={label}
        value={options.find((option) => option.key === value)?.label}
        placeholder={props.placeholder ?? '请选择'}
        error={props.error}
        testId={props.testId}
        onTap={() => setOpen(true)}
      />
      <Sheet open={open} title={label} onClose={() => setOpen(false)}>
        <View className='mt2 pick-list' {...{ role: 'radiogroup', 'aria-label': label }}>
          {options.map((option) => (
            <Pressable
              key={option.key}
              role='radio'
              checked={option.key === value}
              className='row pick-row'
              onTap={() => choose(option.key)}
            >
              <View className='g1'>
                <View className='row-t reg'>{option.label}</View>
                {option.note && <View className='row-n'>{option.note}</View>}
              </View>
              {option.key === value && <Icon name='check' size={20} />}
            </Pressable>
          ))}
        </View>
      </Sheet>
    </View>
  )
}
