import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { classes } from '../className'
import { Icon } from '../Icon'
import { Pressable } from '../Pressable'

export interface FieldProps {
  label: string
  /** What is entered; empty shows the placeholder. */
  value?: string
  placeholder?: string
  /** What is wrong, in words, shown under the field. */
  error?: string
  /** Instead of the value: an input. */
  children?: ReactNode
  testId?: string
  /** Opens the way to enter it. */
  onTap?: () => void
}

/** A line of a form: name over value. */
export function Field({ label, value = '', placeholder = '', error, children, testId, onTap }: FieldProps) {
  const content = (
    <>
      <View className='field-l'>{label}</View>
      <View className='field-v'>
        {children ?? <View className={classes('g1', value === '' && 'ph')}>{value === '' ? placeholder : value}</View>}
        {onTap && <Icon name='chev' size={18} className='chev' />}
      </View>
      {error && (
        <View className='field-e' {...{ role: 'alert' }}>
          {error}
        </View>
      )}
    </>
  )
  if (onTap) {
    return (
      <Pressable className='field' label={`${label} ${value}`} testId={testId} onTap={onTap}>
        {content}
      </Pressable>
    )
  }
  return (
    <View className='field' data-testid={testId}>
      {content}
    </View>
  )
}
