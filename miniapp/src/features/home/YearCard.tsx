import type { Home } from '@pioneer/shared-types/home/schemas'
import { Text, View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { PointsBars } from '@/components/PointsBars'
import { Section } from '@/components/Section'
import { StampBook, yearOf } from '@/components/StampBook'
import { partsOf } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { marksOf, yearWords } from './model'
import { WORDS } from './words'

type Year = NonNullable<Home['year']>

/** 我的这一年: twelve stamps and the points by heading. */
export function YearCard({ year, now }: { year: Year; now: number }) {
  const words = yearWords(year, now)
  const bars = year.headings.map(({ name, points, attainable }) => ({ name, points, limit: attainable }))
  return (
    <View>
      <Section title={WORDS.year} action={WORDS.points} onAction={() => openPage('points')} />
      <Card padded testId='year'>
        <View className='note'>
          主题党日 <Text className='b c-ink'>{words.count}</Text> {words.rest}
        </View>
        <View className='mt3'>
          <StampBook stamps={yearOf(marksOf(year.stamps), partsOf(now).month)} />
        </View>
        <View className='mt5 fb sb-w'>
          <View className='fb'>
            <View className='h3'>{WORDS.pointsYear}</View>
            <View className='tiny ml2'>{WORDS.attainable}</View>
          </View>
          <View className='num' data-testid='points-total'>
            {year.total}
          </View>
        </View>
        <View className='mt2'>
          <PointsBars rows={bars} />
        </View>
      </Card>
    </View>
  )
}
