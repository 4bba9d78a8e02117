import type { ScreenState } from '@pioneer/shared-types/screens/schemas'
import { View } from '@tarojs/components'
import { roomView } from '@/features/screens/model'
import type { RoomState } from '@/features/screens/room'
import { useRoom, useSeconds } from '@/features/screens/useRoom'
import { WORDS } from '@/features/screens/words'
import { timeText } from '@/services/calendar'
import { Live } from './Live'
import { Pairing } from './Pairing'
import { Top } from './Top'

/** Before the opening, and after the end: one sentence the whole room can read. */
function Still({ screen, now, lost }: { screen: ScreenState; now: number; lost: boolean }) {
  const view = roomView(screen, now, lost)
  const { counts } = screen
  if (view.kind === 'before') {
    return (
      <View className='still' data-testid='room-before'>
        <View className='still-t'>{WORDS.notYet}</View>
        <View className='still-v'>{WORDS.opens(timeText(view.opensAt))}</View>
        <View className='lab'>{view.minutes > 0 ? WORDS.opensIn(Math.floor(view.minutes / 60), view.minutes % 60) : WORDS.opensSoon}</View>
      </View>
    )
  }
  if (view.kind === 'cancelled') {
    return (
      <View className='still'>
        <View className='still-t'>{WORDS.cancelled}</View>
      </View>
    )
  }
  return (
    <View className='still' data-testid='room-ended'>
      <View className='still-t'>{WORDS.ended}</View>
      <View className='still-v' data-testid='room-count'>
        {counts.present} / {counts.expected}
      </View>
      <View className='lab'>{WORDS.endedNote}</View>
    </View>
  )
}

function Body({ state, now }: { state: RoomState; now: number }) {
  const { screen, lost } = state
  if (screen === null) return <Pairing state={state} />
  const view = roomView(screen, now, lost)
  return view.kind === 'open' ? <Live screen={screen} view={view} /> : <Still screen={screen} now={now} lost={lost} />
}

/** The screen in the room: nobody taps on it, it follows the service by itself. */
export function Screen({ params }: { params: Record<string, string | undefined> }) {
  const state = useRoom(params)
  const now = useSeconds(state.offset)
  return (
    <View className='wide'>
      <View className='room' data-testid='room'>
        <Top screen={state.screen} now={now} />
        <Body state={state} now={now} />
      </View>
    </View>
  )
}
