import { View } from '@tarojs/components'
import type { HeadingTotal, MyPoints } from '@pioneer/shared-types/points/schemas'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Bar } from '@/components/Progress'
import { WORDS } from './words'

/** One heading: what was earned, of what could be had so far, and the most of a year. */
function HeadingTile({ total }: { total: HeadingTotal }) {
  const { name, points, attainable, max } = total
  const access = { role: 'group', 'aria-label': `${name} 已得 ${points}，本年可得 ${attainable}，上限 ${max}` }
  return (
    <View className='hd-i'>
      <View className='hd-in' {...access}>
        <View className='fb sb-w'>
          <View className='note c-2'>{name}</View>
          <View className='hd-v'>{points}</View>
        </View>
        <Bar className='mt1' value={points} max={attainable} tone='gold' />
        <View className='hd-n'>
          <View className='tiny'>{WORDS.attainable(attainable)}</View>
          <View className='tiny'>{WORDS.max(max)}</View>
        </View>
      </View>
    </View>
  )
}

/** The total and the four headings. */
export function YearCard({ points, onRules }: { points: MyPoints; onRules: () => void }) {
  const { year, total, max, award, headings } = points
  return (
    <Card leaf='ink' padded testId='points-year'>
      <View className='f sb-w'>
        <View>
          <View className='note'>{WORDS.yearOf(year)}</View>
          <View className='fb'>
            <View className='hero' data-testid='points-total'>
              {total}
            </View>
            <View className='note ml2'>/ {max}</View>
          </View>
        </View>
        <Button size='small' icon='file' className='none' onTap={onRules}>
          {WORDS.rules}
        </Button>
      </View>
      {award > 0 && <View className='note c-gold mt1'>{WORDS.award(award)}</View>}
      <View className='hd'>
        {headings.map((heading) => (
          <HeadingTile key={heading.heading} total={heading} />
        ))}
      </View>
    </Card>
  )
}
