import { View } from '@tarojs/components'
import { classes } from './className'

/** `done`, `now`, `todo` while answering; `ok`, `bad` after marking. */
export type StepState = 'done' | 'now' | 'todo' | 'ok' | 'bad'

export interface StepsProps {
  items: readonly StepState[]
  /** The same in words, for screen readers. */
  label: string
  className?: string
}

/** With more marks than so many the gaps are narrow. */
const WIDE = 12

/** One mark a question, in their order. */
export function Steps({ items, label, className }: StepsProps) {
  const access = { role: 'img', 'aria-label': label }
  return (
    <View className={classes('steps', items.length > WIDE && 'many', className)} {...access}>
      {items.map((item, index) => (
        <View key={index} className={classes('step', item !== 'todo' && item)} />
      ))}
    </View>
  )
}
