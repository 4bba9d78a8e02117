import { View } from '@tarojs/components'
import { shownPairing } from '@/features/screens/model'
import type { RoomState } from '@/features/screens/room'
import { WORDS } from '@/features/screens/words'
import { RoomQr } from './RoomQr'

/** Nobody has paired it yet: a code for the secretary's phone. It tells nothing to anybody else. */
export function Pairing({ state }: { state: RoomState }) {
  const { offer, lost, said } = state
  if (offer === null) {
    return (
      <View className='still'>
        <View className='still-t'>{lost ? WORDS.pairLost : WORDS.connecting}</View>
      </View>
    )
  }
  return (
    <View className='main' data-testid='room-pairing'>
      <View className='left'>
        <View className='qrbox'>
          <RoomQr address={offer.url} label={WORDS.pairQr} />
        </View>
      </View>
      <View className='right'>
        <View className='quo-t'>{said ?? WORDS.pairTitle}</View>
        {WORDS.pairSteps.map((step, index) => (
          <View key={step} className='steps-l'>
            <View className='step-n'>{index + 1}</View>
            <View>{step}</View>
          </View>
        ))}
        <View className='lab' style={{ marginTop: 'calc(52 * var(--u))' }}>
          {WORDS.pairCode}
        </View>
        <View className='code' style={{ fontSize: 'calc(150 * var(--u))' }} data-testid='room-pairing-code'>
          {shownPairing(offer.pairing)}
        </View>
        <View className='lab' style={{ marginTop: 'calc(16 * var(--u))' }}>{lost ? WORDS.pairLost : WORDS.pairWait}</View>
      </View>
    </View>
  )
}
