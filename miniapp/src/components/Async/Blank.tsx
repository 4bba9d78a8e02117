import { View } from '@tarojs/components'
import { explain } from '@/services/http'
import { Button } from '../Button'

export interface EmptyStateProps {
  /** What there is not, e.g. 最近没有活动. */
  title: string
  /** When something will come, or where to look. */
  text?: string
  action?: string
  onAction?: () => void
}

/** 16a: there is nothing here yet. */
export function EmptyState({ title, text, action, onAction }: EmptyStateProps) {
  return (
    <View className='blank' data-testid='empty'>
      <View className='blank-art art-empty' aria-hidden='true' />
      <View className='h2 mt5'>{title}</View>
      {text && <View className='body mt2'>{text}</View>}
      {action && onAction && (
        <View className='blank-act mt6'>
          <Button onTap={onAction}>{action}</Button>
        </View>
      )}
    </View>
  )
}

export interface ErrorStateProps {
  error: unknown
  /** What could not be had, e.g. 没能取到活动; the problem's own words when left out. */
  title?: string
  /** A way on that does not need what failed. */
  action?: string
  onAction?: () => void
  onRetry?: () => unknown
}

/** 16b: it could not be fetched; why, what to do, and the number (问题编号) to report. */
export function ErrorState({ error, title, action, onAction, onRetry }: ErrorStateProps) {
  const words = explain(error)
  return (
    <View className='blank' data-testid='error' {...{ role: 'alert' }}>
      <View className='blank-art art-error' aria-hidden='true' />
      <View className='h2 mt5'>{title ?? words.title}</View>
      <View className='body mt2'>{title === undefined ? words.text : words.text || words.title}</View>
      <View className='blank-act mt6'>
        {onRetry && (
          <Button kind='dark' icon='refresh' onTap={onRetry}>
            再试一次
          </Button>
        )}
        {action && onAction && (
          <Button kind='text' className='mt2' onTap={onAction}>
            {action}
          </Button>
        )}
      </View>
      {words.requestId && <View className='tiny mt5'>问题编号 {words.requestId}，报给管理员可查</View>}
    </View>
  )
}
