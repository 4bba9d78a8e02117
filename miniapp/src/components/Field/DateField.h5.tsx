import type { DateFieldProps } from './DateField'
import { Field } from './Field'

/** A day or a time of day, entered with the browser's own control: keyboard, mouse and phone alike. */
export function DateField({ label, mode, value, start, end, error, testId, onChange }: DateFieldProps) {
  return (
    <Field label={label} error={error}>
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
    </Field>
  )
}
