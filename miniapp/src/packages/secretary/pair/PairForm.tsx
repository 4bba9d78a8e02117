import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { InputField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Tag } from '@/components/Tag'
import { toastError } from '@/components/toast'
import { whenAndWhere } from '@/features/desk/model'
import { pairScreen } from '@/features/screens/api'
import { pairingOf } from '@/features/screens/model'
import { openHere, scanPairing } from '@/features/screens/scanPairing'
import { ScreenAddress } from '@/features/screens/ScreenAddress'
import { WORDS } from '@/features/screens/words'
import { goBack, replacePage } from '@/services/navigation'

function Choice({ activity, on, now, onTap }: { activity: ActivitySummary; on: boolean; now: number; onTap: () => void }) {
  const running = now >= Date.parse(activity.opensAt) && now <= Date.parse(activity.endAt)
  return (
    <Pressable role='radio' checked={on} className='row' label={activity.title} onTap={onTap}>
      <View className={on ? 'tick round on' : 'tick round'}>{on && <Icon name='check' size={18} />}</View>
      <View className='g1'>
        <View className='row-t'>{activity.title}</View>
        <View className='row-n'>{whenAndWhere(activity)}</View>
      </View>
      {running && (
        <View className='row-v'>
          <Tag kind='red'>{WORDS.running}</Tag>
        </View>
      )}
    </Pressable>
  )
}

function Connected({ activity }: { activity: ActivitySummary }) {
  return (
    <Card padded className='mt2' testId='paired'>
      <View className='f c-ok'>
        <Icon name='checkc' size={24} />
        <View className='h2 ml2'>{WORDS.connected}</View>
      </View>
      <View className='body mt2'>{WORDS.connectedNote(activity.title)}</View>
      <View className='btn-pair mt4'>
        <Button onTap={goBack}>{WORDS.done}</Button>
        <Button kind='dark' onTap={() => replacePage('roll', { id: activity.id })}>
          {WORDS.toRoll}
        </Button>
      </View>
    </Card>
  )
}

interface PairFormProps {
  activities: readonly ActivitySummary[]
  now: number
  first: string
  scanned: string
}

/** Which meeting, and the code of the screen; the way without pairing below. */
export function PairForm({ activities, now, first, scanned }: PairFormProps) {
  const [chosen, setChosen] = useState(activities.find(({ id }) => id === first)?.id ?? activities[0]?.id ?? '')
  const [typed, setTyped] = useState(scanned)
  const [error, setError] = useState<string | undefined>()
  const [paired, setPaired] = useState<ActivitySummary | null>(null)
  const activity = activities.find(({ id }) => id === chosen)

  const connect = async (text: string) => {
    const pairing = pairingOf(text)
    if (pairing === null) return setError(WORDS.typedWrong)
    if (!activity) return
    try {
      await pairScreen(activity.id, pairing)
      setPaired(activity)
    } catch (failure) {
      toastError(failure)
    }
  }
  const scan = () =>
    scanPairing((text) => {
      setTyped(text)
      void connect(text)
    })
  const here = async () => {
    if (!activity) return
    try {
      await openHere(activity.id)
    } catch (failure) {
      toastError(failure)
    }
  }

  if (paired) return <Connected activity={paired} />
  return (
    <View>
      <View className='h3'>{WORDS.which}</View>
      <Card className='mt2'>
        {activities.map((one) => (
          <Choice key={one.id} activity={one} on={one.id === chosen} now={now} onTap={() => setChosen(one.id)} />
        ))}
      </Card>
      <Card className='mt4'>
        <InputField
          label={WORDS.typed}
          value={typed}
          placeholder={WORDS.typedHint}
          maxLength={12}
          error={error}
          onChange={(text) => {
            setTyped(text)
            setError(undefined)
          }}
          onConfirm={() => void connect(typed)}
        />
      </Card>
      <Button kind='primary' className='mt4' loadingText={WORDS.pairingNow} onTap={() => connect(typed)}>
        {WORDS.connect}
      </Button>
      {process.env.TARO_ENV === 'weapp' ? (
        <Button icon='scan' className='mt3' onTap={scan}>
          {WORDS.scanScreen}
        </Button>
      ) : (
        <View>
          <Button className='mt3' onTap={here}>
            {WORDS.thisComputer}
          </Button>
          <View className='note btn-why'>{WORDS.thisComputerNote}</View>
        </View>
      )}
      <ScreenAddress />
    </View>
  )
}
