import { View } from '@tarojs/components'
import type { CSSProperties } from 'react'

export interface BlockProps {
  width: number | string
  height: number
  /** Space above in px. */
  top?: number
  /** Lies on a card rather than on the page. */
  onCard?: boolean
  style?: CSSProperties
}

const length = (value: number | string) => (typeof value === 'number' ? `${value}px` : value)

/** One sunken block in the place of something that is on its way. */
export function Block({ width, height, top = 0, onCard = false, style }: BlockProps) {
  return (
    <View
      className={onCard ? 'sk on-card' : 'sk'}
      style={{ width: length(width), height: `${height}px`, marginTop: `${top}px`, ...style }}
    />
  )
}

/** A card of rows that is on its way. */
export function SkeletonRows({ rows = 3 }: { rows?: number }) {
  return (
    <View className='card pulse' aria-hidden='true' data-testid='skeleton'>
      {Array.from({ length: rows }, (_, index) => (
        <View key={index} className='row lead-pad'>
          <Block width={40} height={40} onCard style={{ borderRadius: '10px', marginRight: '12px' }} />
          <View className='g1'>
            <Block width='60%' height={18} onCard />
            <Block width='42%' height={14} top={8} onCard />
          </View>
        </View>
      ))}
    </View>
  )
}

/** The leading card that is on its way (16c). */
export function SkeletonLeaf() {
  return (
    <View className='card leaf' aria-hidden='true' data-testid='skeleton'>
      <View className='wenwu' style={{ borderColor: 'var(--rule)' }} />
      <View className='card-p pulse'>
        <View className='f'>
          <Block width={52} height={72} onCard style={{ marginRight: '28px' }} />
          <View className='g1'>
            <Block width={110} height={22} onCard />
            <Block width='90%' height={26} top={12} onCard />
          </View>
        </View>
        <Block width='70%' height={16} top={20} onCard />
        <Block width='55%' height={16} top={10} onCard />
        <Block width='100%' height={64} top={20} onCard />
      </View>
    </View>
  )
}
