import { View } from '@tarojs/components'
import { Button } from './Button'

export interface PagedTailProps {
  /** A list that comes page by page. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean }
  onMore: () => void
}

/** What stands under such a list: more on its way, a page that failed, the way to more, or its end. */
export function PagedTail({ query: { hasNextPage, isFetchingNextPage, isFetchNextPageError }, onMore }: PagedTailProps) {
  if (isFetchingNextPage) return <View className='tail'>正在取后面的…</View>
  if (!hasNextPage) return <View className='tail'>都在这里了</View>
  return (
    <View className='tail'>
      {isFetchNextPageError && '后面的没取到'}
      <Button kind='text' onTap={onMore}>
        {isFetchNextPageError ? '再试一次' : '看更多'}
      </Button>
    </View>
  )
}
