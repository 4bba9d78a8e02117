import type { Counts, Quorum } from '@pioneer/shared-types/activities/schemas'
import { View } from '@tarojs/components'
import { useEffect, useRef } from 'react'
import { classes } from '@/components/className'
import { quorumWords, restWords } from '@/features/screens/model'
import { WORDS } from '@/features/screens/words'

/** A number whose changed digits roll in. */
function Digits({ value }: { value: number }) {
  const first = useRef(true)
  useEffect(() => {
    first.current = false
  }, [])
  const digits = String(value).split('')
  return (
    <View className='digits' data-testid='room-count' {...{ 'aria-label': String(value), role: 'img' }}>
      {digits.map((digit, index) => (
        <View key={`${digits.length - index}-${digit}`} className={classes('digit', !first.current && 'roll')}>
          {digit}
        </View>
      ))}
    </View>
  )
}

function QuorumLamp({ quorum }: { quorum: Quorum }) {
  const words = quorumWords(quorum, false)
  return (
    <View className={classes('quo', words.met && 'ok')} data-testid='room-quorum' {...{ role: 'status' }}>
      <View className={classes('biglamp', words.met ? 'ok' : 'warn')} aria-hidden='true' />
      <View>
        <View className='quo-t'>{words.title}</View>
        <View className='lab'>{words.note}</View>
      </View>
    </View>
  )
}

/** How many are here; the lamp of the quorum for kinds that ask for one. */
export function Count({ counts, quorum }: { counts: Counts; quorum: Quorum | null }) {
  return (
    <View className='counts'>
      <View className={classes('count', quorum === null && 'grown')}>
        <View className='lab'>{WORDS.here}</View>
        <Digits value={counts.present} />
        <View className='of'>/ {counts.expected}</View>
      </View>
      <View className='rest'>{restWords(counts, false)}</View>
      {quorum && <QuorumLamp quorum={quorum} />}
    </View>
  )
}
