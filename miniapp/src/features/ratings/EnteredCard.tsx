import { Text, View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Lamp } from '@/components/Lamp'
import { differenceOf, scoreText } from './model'
import { Stars } from './Stars'
import type { Entered } from './useFactForm'
import { WORDS } from './words'

/** What was entered, and the score it made. */
export function EnteredCard({ entered: { fact, rating, before } }: { entered: Entered }) {
  const difference = differenceOf(before, rating.score)
  const access = { role: 'status' }
  return (
    <Card leaf='ink' padded testId='fact-entered'>
      <View {...access}>
        <View className='f'>
          <Lamp state='ok' label={WORDS.saved} />
          <View className='h3 ml2'>{WORDS.saved}</View>
        </View>
        <View className='body mt2'>
          {fact.words}。{fact.note}
        </View>
        <View className='fb wrap mt4'>
          <Text className='num'>{WORDS.now(scoreText(rating.score))}</Text>
          {difference !== null && <Text className='num gained ml3'>{difference}</Text>}
        </View>
        {difference === null && before !== null && <View className='note mt1'>{WORDS.unchanged}</View>}
        {rating.limits.map(({ code, reason }) => (
          <View key={code} className='note c-bad mt1'>
            {reason}
          </View>
        ))}
        <View className='mt2'>
          <Stars stars={rating.stars} size={22} />
        </View>
      </View>
    </Card>
  )
}
