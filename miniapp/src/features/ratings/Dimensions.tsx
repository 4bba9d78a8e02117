import type { DimensionScore, IndicatorScore } from '@pioneer/shared-types/ratings/schemas'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Bar } from '@/components/Progress'
import { Section } from '@/components/Section'
import { Tag } from '@/components/Tag'
import { barOf, dimensionsTitle, pointsText, scoreText } from './model'
import { WORDS } from './words'

/** One small column an indicator, as full as it is met. */
function Columns({ indicators }: { indicators: readonly IndicatorScore[] }) {
  return (
    <View className='dim-c' aria-hidden='true'>
      {indicators.map((indicator) => {
        const { share, tone, counts } = barOf(indicator)
        return (
          <View key={indicator.code} className={classes('ci', !counts && 'off')}>
            <View className={classes('ci-f', tone)} style={{ height: `${share * 100}%` }} />
          </View>
        )
      })}
    </View>
  )
}

/** What an indicator's tags say: how it is entered, and why it may not count. */
export function IndicatorTags({ indicator: { entry, state } }: { indicator: Pick<IndicatorScore, 'entry' | 'state'> }) {
  return (
    <View className='f none ind-tags'>
      {state !== 'scored' && <Tag kind={state === 'missing' ? 'warn' : 'line'}>{WORDS.states[state]}</Tag>}
      <Tag kind='line'>{entry === 'computed' ? WORDS.computed : WORDS.entered}</Tag>
    </View>
  )
}

/** 2.6 / 3, or – where nothing counts. */
export function IndicatorPoints({ indicator }: { indicator: Pick<IndicatorScore, 'score' | 'weight' | 'state'> }) {
  if (!barOf(indicator).counts) return <View className='none c-3'>–</View>
  return (
    <View className='none'>
      <Text className='b'>{pointsText(indicator.score)}</Text>
      <Text className='tiny ind-of'> {WORDS.of(pointsText(indicator.weight))}</Text>
    </View>
  )
}

function IndicatorLine({ indicator, onOpen }: { indicator: IndicatorScore; onOpen: () => void }) {
  const { tone, counts } = barOf(indicator)
  return (
    <Pressable className='ind' testId={`indicator-${indicator.code}`} onTap={onOpen}>
      <View className='f'>
        <View className='g1 b c-ink'>{indicator.name}</View>
        <IndicatorPoints indicator={indicator} />
        <Icon name='chev' size={18} className='chev' />
      </View>
      {counts && <Bar className='mt2' value={indicator.score} max={indicator.weight} tone={tone} />}
      <View className='f sb-w wrap mt2'>
        <View className='note ind-w'>{indicator.words}</View>
        <IndicatorTags indicator={indicator} />
      </View>
    </Pressable>
  )
}

interface DimensionProps {
  dimension: DimensionScore
  open: boolean
  onToggle: () => void
  onOpen: (code: string) => void
}

function Dimension({ dimension, open, onToggle, onOpen }: DimensionProps) {
  const { code, name, score, max, indicators } = dimension
  return (
    <View className={classes('dim-box', open && 'open')}>
      <Pressable
        className='dim'
        expanded={open}
        label={WORDS.dimensionLabel(name, scoreText(score), pointsText(max), indicators.length)}
        testId={`star-dimension-${code}`}
        onTap={onToggle}
      >
        <View className={classes('dim-n', open && 'b')}>{name}</View>
        <Columns indicators={indicators} />
        <View className='dim-v'>
          <Text className='dim-s'>{scoreText(score)}</Text>
          <Text className='tiny'> {WORDS.of(pointsText(max))}</Text>
        </View>
        <Icon name='chevd' size={18} className={classes('dim-chev', open && 'turned')} />
      </Pressable>
      {open && indicators.map((indicator) => <IndicatorLine key={indicator.code} indicator={indicator} onOpen={() => onOpen(indicator.code)} />)}
    </View>
  )
}

/** 六个方面，三十项: each dimension opens to its indicators, each indicator leads to what stands behind it. */
export function Dimensions({ dimensions, onOpen }: { dimensions: readonly DimensionScore[]; onOpen: (code: string) => void }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <View>
      <Section title={dimensionsTitle(dimensions)} />
      <Card>
        {dimensions.map((dimension) => (
          <Dimension
            key={dimension.code}
            dimension={dimension}
            open={open === dimension.code}
            onToggle={() => setOpen(open === dimension.code ? null : dimension.code)}
            onOpen={onOpen}
          />
        ))}
      </Card>
    </View>
  )
}
