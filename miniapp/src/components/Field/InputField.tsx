import { Input, Textarea, View } from '@tarojs/components'
import { classes } from '../className'
import { Field } from './Field'

export interface InputFieldProps {
  label: string
  value: string
  placeholder?: string
  error?: string
  /** The keyboard that opens. */
  type?: 'text' | 'number' | 'digit'
  maxLength?: number
  /** Several lines. */
  multiline?: boolean
  disabled?: boolean
  testId?: string
  onChange: (value: string) => void
  onConfirm?: () => void
}

/** A line of a form that is typed into. */
export function InputField(props: InputFieldProps) {
  const { label, error, multiline, type = 'text', maxLength = multiline ? 500 : 60 } = props
  const common = {
    value: props.value,
    placeholder: props.placeholder,
    placeholderClass: 'ph',
    maxlength: maxLength,
    disabled: props.disabled,
    'aria-label': label,
    'data-testid': props.testId,
    onInput: (event: { detail: { value: string } }) => props.onChange(event.detail.value),
    onConfirm: props.onConfirm,
  }
  return (
    <Field label={label} error={error}>
      <View className='g1'>
        {multiline ? (
          <Textarea className={classes('field-in', 'field-area')} autoHeight {...common} />
        ) : (
          <Input className='field-in' type={type} {...common} />
        )}
      </View>
    </Field>
  )
}
