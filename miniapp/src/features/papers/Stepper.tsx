import { Input, View } from '@tarojs/components'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'

interface StepperProps {
  label: string
  value: number
  min: number
  max: number
  /** Names of the two buttons for screen readers. */
  less: string
  more: string
  testId?: string
  onChange: (value: number) => void
}

/** Figures as a Chinese keyboard may give them, full-width ones too; what is none counts as nothing typed. */
function typedNumber(text: string, min: number, max: number): number {
  const plain = text.replace(/[０-９]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/\D/g, '')
  return Math.min(max, Math.max(min, plain === '' ? min : Number(plain)))
}

/** A small whole number: one less, one more, or typed. */
export function Stepper({ label, value, min, max, less, more, testId, onChange }: StepperProps) {
  return (
    <View className='stepper'>
      <Pressable className={classes('stepper-b', value <= min && 'off')} label={less} disabled={value <= min} onTap={() => onChange(value - 1)}>
        <Icon name='minus' size={20} />
      </Pressable>
      <Input
        className='field-in stepper-n'
        type='number'
        value={String(value)}
        maxlength={3}
        onInput={(event) => onChange(typedNumber(event.detail.value, min, max))}
        {...{ 'aria-label': label, 'data-testid': testId }}
      />
      <Pressable className={classes('stepper-b', value >= max && 'off')} label={more} disabled={value >= max} onTap={() => onChange(value + 1)}>
        <Icon name='plus' size={20} />
      </Pressable>
    </View>
  )
}
