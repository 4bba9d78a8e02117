import { View } from '@tarojs/components'
import { Block, SkeletonLeaf, SkeletonRows } from '@/components/Skeleton'

/** 16c: the first screen on its way. */
export function HomeSkeleton() {
  return (
    <View>
      <View className='pulse' aria-hidden='true'>
        <Block width='56%' height={30} top={4} />
        <Block width='72%' height={16} top={10} />
      </View>
      <View className='mt4'>
        <SkeletonLeaf />
      </View>
      <Block width={96} height={22} top={32} />
      <View className='mt3'>
        <SkeletonRows />
      </View>
    </View>
  )
}
