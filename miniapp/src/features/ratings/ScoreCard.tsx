import type { BranchRating } from '@pioneer/shared-types/ratings/schemas'
import { Text, View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { headLine, pointsText, scaleOf, scoreText, starName } from './model'
import { MoveMark } from './MoveMark'
import { Stars } from './Stars'
import { WORDS } from './words'

function StarScale({ rating }: { rating: BranchRating }) {
  const { fill, marks, label } = scaleOf(rating)
  const access = { role: 'img', 'aria-label': label }
  return (
    <View className='mt5' {...access}>
      <View className='scale'>
        <View className='scale-f' style={{ width: `${fill}%` }} />
        {marks.map(({ stars, at }) => (
          <View key={stars} className='scale-cut' style={{ left: `${at}%` }} />
        ))}
      </View>
      <View className='scale-names'>
        {marks.map(({ stars, at, name }) => (
          <View key={stars} className='tiny nowrap scale-name' style={{ left: `${at}%` }}>
            {name}
          </View>
        ))}
      </View>
    </View>
  )
}

/** Stars and score of a branch, where it came from, and what is missing to the next star (14). */
export function ScoreCard({ rating }: { rating: BranchRating }) {
  const { score, stars, next, movement } = rating
  return (
    <Card leaf='ink' padded testId='star-score'>
      <View className='note'>{headLine(rating)}</View>
      <View className='f sb-w wrap'>
        <View className='mt2'>
          <Stars stars={stars} size={28} />
        </View>
        <View className='hero score-side mt2' data-testid='star-points'>
          {scoreText(score)}
        </View>
      </View>
      <View className='f sb-w wrap'>
        <View className='h3'>{starName(stars)}</View>
        {movement && <MoveMark movement={movement} className='score-side' />}
      </View>
      <StarScale rating={rating} />
      <View className='note mt1'>
        {next ? (
          <>
            {WORDS.missing}
            {starName(next.stars)}
            {WORDS.missingRest} <Text className='b c-ink'>{pointsText(next.missing)}</Text> {WORDS.points}。{WORDS.settled}
          </>
        ) : (
          (rating.limits.length > 0 ? WORDS.held : WORDS.top) + WORDS.settled
        )}
      </View>
    </Card>
  )
}
