import { View } from '@tarojs/components'
import type { DateFieldProps } from './DateField'
import { Field } from './Field'

/**
 * A day or a time of day, entered with the browser's own control: keyboard, mouse and phone alike. It writes dates in
 * the browser's language, so it shows only while it is used; what was chosen stands there in our own words.
 */
export function DateField({ label, mode, value, start, end, placeholder = '请选择', error, format, testId, onChange }: DateFieldProps) {
  return (
    <Field label={label} error={error}>
      <View className='field-pick'>
        <input
          className='field-in field-native'
          type={mode}
          value={value}
          min={start}
          max={end}
          aria-label={label}
          data-testid={testId}
          onChange={(event) => onChange(event.target.value)}
        />
        <View className={value === '' ? 'field-said ph' : 'field-said'} aria-hidden='true'>
          {value === '' ? placeholder : format ? format(value) : value}
        </View>
      </View>
    </Field>
  )
}
