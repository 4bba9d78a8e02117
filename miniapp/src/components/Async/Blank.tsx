import { View } from '@tarojs/components'
import { explain, refusalOf } from '@/services/http'
import type { Refusal } from '@/services/http/errors'
import { openPage, openTab } from '@/services/navigation'
import { useSession } from '@/services/session'
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

interface RefusedProps {
  refusal: Refusal
  error: unknown
  title?: string
}

/** An answer that trying again would not change: what it means, and a way on. */
function RefusedState({ refusal, error, title }: RefusedProps) {
  const me = useSession((state) => state.me)
  const words = explain(error)
  // staff of the committee and operators stand in no roster: nothing of a member's is kept about them
  if (refusal === 'unbound' && me?.bound === true) {
    return <EmptyState title='这一页记的是党员自己的事' text='你这个账号不在名册里，这里没有你的记录。' action='去首页' onAction={() => openTab('home')} />
  }
  if (refusal === 'unbound') {
    return <EmptyState title='先认一下你是谁' text='用邀请码，或报姓名和手机尾号。认过以后，这里就有内容。' action='去认证' onAction={() => openPage('bind')} />
  }
  if (refusal === 'forbidden') return <EmptyState title={words.title} text={words.text} action='去首页' onAction={() => openTab('home')} />
  return <EmptyState title={title ?? words.title} text={title === undefined ? words.text : words.text || words.title} action='去首页' onAction={() => openTab('home')} />
}

/** 16b: it could not be fetched; why, what to do, and the number (问题编号) to report. */
export function ErrorState({ error, title, action, onAction, onRetry }: ErrorStateProps) {
  const refusal = refusalOf(error)
  if (refusal !== null) return <RefusedState refusal={refusal} error={error} title={title} />
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
