import { Picker } from '@tarojs/components'
import { Field } from './Field'

export interface DateFieldProps {
  label: string
  /** `date`: YYYY-MM-DD, `time`: HH:mm (24 hours). */
  mode: 'date' | 'time'
  value: string
  start?: string
  end?: string
  placeholder?: string
  error?: string
  /** How the value is shown; as it is when left out. A browser shows it its own way. */
  format?: (value: string) => string
  testId?: string
  onChange: (value: string) => void
}

const opensTheWheel = () => undefined

/** A day or a time of day, entered with WeChat's own wheel; DateField.h5.tsx is its twin in a browser. */
export function DateField(props: DateFieldProps) {
  const { mode, value, start, end, format, onChange } = props
  const field = (
    <Field
      label={props.label}
      value={value && format ? format(value) : value}
      placeholder={props.placeholder ?? '请选择'}
      error={props.error}
      testId={props.testId}
      onTap={opensTheWheel}
    />
  )
  const common = {
    className: 'pick',
    value,
    start,
    end,
    onChange: (event: { detail: { value: string } }) => onChange(event.detail.value),
  }
  return mode === 'date' ? (
    <Picker mode='date' {...common}>
      {field}
    </Picker>
  ) : (
    <Picker mode='time' {...common}>
      {field}
    </Picker>
  )
}
