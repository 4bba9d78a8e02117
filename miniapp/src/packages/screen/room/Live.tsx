import { TICKET_STEP_SECONDS } from '@pioneer/shared-types/constants'
import type { ScreenState } from '@pioneer/shared-types/screens/schemas'
import { View } from '@tarojs/components'
import { codeHalves, type RoomView } from '@/features/screens/model'
import { WORDS } from '@/features/screens/words'
import { Count } from './Count'
import { RoomQr } from './RoomQr'

type Open = Extract<RoomView, { kind: 'open' }>

/** Seconds until the code changes, stepping each second; ▲ when the network is gone. */
function Countdown({ left }: { left: number | null }) {
  if (left === null) return <View className='biglamp warn' {...{ role: 'img', 'aria-label': WORDS.lost }} />
  const share = (left / TICKET_STEP_SECONDS) * 100
  const access = { role: 'img', 'aria-label': WORDS.ringLabel(left) }
  return (
    <View className='ring' style={{ background: `conic-gradient(var(--ink) ${share}%, var(--track) ${share}%)` }} {...access}>
      <View className='ring-in'>{left}</View>
    </View>
  )
}

function Code({ code }: { code: string | null }) {
  if (code === null) return <View className='code words'>{WORDS.noCode}</View>
  const [head, tail] = codeHalves(code)
  return (
    <View className='code' data-testid='room-code' {...{ role: 'img', 'aria-label': code.split('').join(' ') }}>
      <View>{head}</View>
      <View>{tail}</View>
    </View>
  )
}

/** Signing in is open: QR code, typed code, count. */
export function Live({ screen, view }: { screen: ScreenState; view: Open }) {
  const { address, code, left, lost, covered } = view
  return (
    <View className='main' data-testid='room-open'>
      <View className='left'>
        <View className='qrbox'>
          {address !== null && !covered ? (
            <RoomQr address={address} label={WORDS.qrLabel} />
          ) : (
            <View className='cover'>
              <View className='big'>{WORDS.covered}</View>
              <View className='lab'>{WORDS.coveredNote}</View>
            </View>
          )}
        </View>
        <View className='under'>
          {lost && <Countdown left={null} />}
          <View className='g1' {...(lost ? { role: 'alert' } : {})}>
            <View className={lost ? 'big tight' : 'big'}>{lost ? (code === null ? WORDS.lostNoCode : WORDS.lost) : WORDS.scan}</View>
            <View className='lab'>{lost ? WORDS.lostNote : WORDS.scanNote}</View>
          </View>
          {!lost && <Countdown left={left} />}
        </View>
      </View>
      <View className='right'>
        <View className='lab'>{WORDS.codeLead}</View>
        <Code code={code} />
        <Count counts={screen.counts} quorum={screen.quorum} />
      </View>
    </View>
  )
}
