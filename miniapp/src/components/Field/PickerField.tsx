import { Picker } from '@tarojs/components'
import { Field } from './Field'

interface CommonProps {
  label: string
  placeholder?: string
  error?: string
  testId?: string
}

export interface PickerFieldProps<K extends string> extends CommonProps {
  options: ReadonlyArray<{ key: K; label: string }>
  value: K | null
  onChange: (key: K) => void
}

const noop = () => undefined

/** A line of a form that is chosen from a list. */
export function PickerField<K extends string>(props: PickerFieldProps<K>) {
  const { options, value, onChange } = props
  const index = options.findIndex((option) => option.key === value)
  return (
    <Picker
      className='pick'
      mode='selector'
      range={options.map((option) => option.label)}
      value={Math.max(0, index)}
      onChange={(event) => {
        const chosen = options[Number(event.detail.value)]
        if (chosen) onChange(chosen.key)
      }}
    >
      <Field
        label={props.label}
        value={options[index]?.label}
        placeholder={props.placeholder ?? '请选择'}
        error={props.error}
        testId={props.testId}
        onTap={noop}
      />
    </Picker>
  )
}

export interface DateFieldProps extends CommonProps {
  /** `date`: YYYY-MM-DD, `time`: HH:mm (24 hours). */
  mode: 'date' | 'time'
  value: string
  start?: string
  end?: string
  /** How the value is shown; as it is when left out. */
  format?: (value: string) => string
  onChange: (value: string) => void
}

/** A day or a time of day, entered with the system's own wheel. */
export function DateField({ mode, value, start, end, format, onChange, ...rest }: DateFieldProps) {
  const field = (
    <Field {...rest} value={value && format ? format(value) : value} placeholder={rest.placeholder ?? '请选择'} onTap={noop} />
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
