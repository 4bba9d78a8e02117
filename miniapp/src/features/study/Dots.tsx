import { View } from '@tarojs/components'

export interface DotsProps {
  /** How often in a row it was right … */
  right: number
  /** … and how often is needed. */
  needed: number
  /** The same in words, for screen readers. */
  label: string
}

/** One dot for each right answer in a row that is needed, filled as far as it got. */
export function Dots({ right, needed, label }: DotsProps) {
  const access = { role: 'img', 'aria-label': label }
  return (
    <View className='wq-dots' {...access}>
      {Array.from({ length: needed }, (_, index) => (
        <View key={index} className={index < right ? 'wq-dot y' : 'wq-dot'} />
      ))}
    </View>
  )
}
