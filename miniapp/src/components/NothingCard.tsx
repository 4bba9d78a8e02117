import { View } from '@tarojs/components'
import { Card } from './Card'

export interface NothingCardProps {
  /** What there is not. */
  title: string
  /** Why, or where else to look. */
  text: string
  className?: string
  testId?: string
}

/** One part of a page has nothing to show; a whole page has EmptyState. */
export function NothingCard({ title, text, className, testId }: NothingCardProps) {
  return (
    <Card padded className={className} testId={testId}>
      <View className='h3'>{title}</View>
      <View className='note mt1'>{text}</View>
    </Card>
  )
}
