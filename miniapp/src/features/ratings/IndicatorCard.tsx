import type { IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Bar } from '@/components/Progress'
import { Section } from '@/components/Section'
import { IndicatorPoints, IndicatorTags } from './Dimensions'
import { barOf } from './model'
import { WORDS } from './words'

/** One indicator as it stands, and how it is reckoned. */
export function IndicatorCard({ detail }: { detail: IndicatorDetail }) {
  const { tone, counts } = barOf(detail)
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View>
      <Card leaf='ink' padded testId='indicator-card'>
        <View className='note'>{detail.dimension}</View>
        <View className='fb sb-w mt1'>
          <View className='h2 g1' {...heading}>
            {detail.name}
          </View>
          <View className='ml3 h2'>
            <IndicatorPoints indicator={detail} />
          </View>
        </View>
        {counts && <Bar className='mt3' value={detail.score} max={detail.weight} tone={tone} />}
        <View className='f sb-w wrap mt3'>
          <View className='body ind-w'>{detail.words}</View>
          <IndicatorTags indicator={detail} />
        </View>
      </Card>
      <Section title={WORDS.how} />
      <Card padded>
        <View className='body'>{detail.how}</View>
      </Card>
    </View>
  )
}
