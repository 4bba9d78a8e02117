import { View } from '@tarojs/components'
import { Icon } from '@/components/Icon'
import { starName } from './model'

const PLACES = [1, 2, 3, 4, 5] as const

/** One to five stars as shapes; the word stands in the label. */
export function Stars({ stars, size = 18 }: { stars: number; size?: number }) {
  const access = { role: 'img', 'aria-label': starName(stars) }
  return (
    <View className='stars none' {...access}>
      {PLACES.map((place) => (
        <Icon key={place} name={place <= stars ? 'starf' : 'star'} size={size} className={place <= stars ? 'i-gold' : 'star-off'} />
      ))}
    </View>
  )
}
