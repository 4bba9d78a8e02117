import { Input, View } from '@tarojs/components'
import { useState } from 'react'
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

/** The digits of what was typed; a Chinese keyboard may give full-width ones. */
const digitsOf = (typed: string): string => typed.replace(/[０-９]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/\D/g, '')

/** A small whole number: one less, one more, or typed. While nothing is typed it counts as the least. */
export function Stepper({ label, value, min, max, less, more, testId, onChange }: StepperProps) {
  const [emptied, setEmptied] = useState(false)
  const change = (next: number) => {
    setEmptied(false)
    onChange(Math.min(max, Math.max(min, next)))
  }
  const type = (typed: string) => {
    const digits = digitsOf(typed)
    change(digits === '' ? min : Number(digits))
    setEmptied(digits === '')
  }
  return (
    <View className='stepper'>
      <Pressable className={classes('stepper-b', value <= min && 'off')} label={less} disabled={value <= min} onTap={() => change(value - 1)}>
        <Icon name='minus' size={20} />
      </Pressable>
      <Input
        className='field-in stepper-n'
        type='number'
        value={emptied ? '' : String(value)}
        maxlength={3}
        onInput={(event) => type(event.detail.value)}
        onBlur={() => setEmptied(false)}
        {...{ 'aria-label': label, 'data-testid': testId }}
      />
      <Pressable className={classes('stepper-b', value >= max && 'off')} label={more} disabled={value >= max} onTap={() => change(value + 1)}>
        <Icon name='plus' size={20} />
      </Pressable>
    </View>
  )
}
