import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { explainShort } from '@/services/http'
import { Notice } from '../Notice'
import { SkeletonRows } from '../Skeleton'
import { EmptyState, ErrorState, type EmptyStateProps } from './Blank'
import { phaseOf, type AsyncSource } from './model'
import { useSkeleton } from './useSkeleton'

export interface AsyncProps<T> {
  source: AsyncSource<T>
  /** The page's own skeleton; rows when left out. */
  skeleton?: ReactNode
  /** Shown when `isEmpty` says so; without it nothing counts as empty. */
  empty?: EmptyStateProps
  /** An empty array is empty when left out. */
  isEmpty?: (data: T) => boolean
  /** What could not be had, e.g. 没能取到活动. */
  errorTitle?: string
  /** A way on from the error page, e.g. 直接去签到. */
  errorAction?: { label: string; onTap: () => void }
  children: (data: T) => ReactNode
}

const emptyArray = (data: unknown) => Array.isArray(data) && data.length === 0

/** Draws one of the four states: loading, empty, error with retry, ready. A failed refresh keeps the old content and says so. */
export function Async<T>(props: AsyncProps<T>) {
  const { source, empty, errorAction } = props
  const isEmpty = empty ? (props.isEmpty ?? emptyArray) : () => false
  const phase = phaseOf(source, isEmpty)
  const waiting = useSkeleton(phase.kind === 'loading')

  if (waiting === 'blank') return null
  if (waiting === 'skeleton' || phase.kind === 'loading') return <>{props.skeleton ?? <SkeletonRows />}</>
  if (phase.kind === 'error') {
    return (
      <ErrorState
        error={phase.error}
        title={props.errorTitle}
        action={errorAction?.label}
        onAction={errorAction?.onTap}
        onRetry={source.refetch}
      />
    )
  }
  return (
    <View>
      {phase.error ? (
        <Notice kind='warn' className='mb3' action='再试一次' testId='stale' onAction={() => void source.refetch()}>
          {explainShort(phase.error)}，下面是上次取到的内容
        </Notice>
      ) : null}
      {phase.kind === 'ready' ? props.children(phase.data) : empty && <EmptyState {...empty} />}
    </View>
  )
}
