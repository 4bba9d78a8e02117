import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Section } from '@/components/Section'
import { spreadOf, starName } from './model'
import { Stars } from './Stars'
import { WORDS } from './words'

/** How many branches have five stars, four, three … */
export function Spread({ spread }: { spread: readonly number[] }) {
  return (
    <View>
      <Section title={WORDS.spreadTitle} />
      <Card>
        <View className='spread'>
          {spreadOf(spread).map(({ stars, count, share }) => {
            const access = { role: 'img', 'aria-label': WORDS.spreadLabel(starName(stars), count) }
            return (
              <View key={stars} className='spread-i' {...access}>
                <View className='f spread-n'>
                  <Stars stars={stars} size={15} />
                </View>
                <View className='spread-b'>
                  <View className='spread-f' style={{ width: `${share * 100}%` }} />
                </View>
                <View className='spread-v'>{WORDS.branchCount(count)}</View>
              </View>
            )
          })}
        </View>
      </Card>
    </View>
  )
}
