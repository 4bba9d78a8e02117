import { View } from '@tarojs/components'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { sendBy, trackOf, type TrackState } from '@/features/checkin/model'
import { WORDS } from '@/features/checkin/words'
import { dayText, secondsText, timeText } from '@/services/calendar'
import type { OutboxEntry } from '@/services/outbox'

interface StepProps {
  n: number
  state: TrackState
  title: string
  note: string
  last?: boolean
}

function TrackStep({ n, state, title, note, last = false }: StepProps) {
  return (
    <View className='trk'>
      <View className='trk-l'>
        <View className={classes('trk-d', state !== 'todo' && state)}>
          {state === 'ok' ? <Icon name='check' size={16} /> : <View className={classes('note', state === 'now' && 'b c-ink')}>{n}</View>}
        </View>
        {!last && <View className='trk-line' />}
      </View>
      <View className='trk-b'>
        <View className={classes('h3', state === 'todo' && 'c-3')}>{title}</View>
        <View className='note'>{note}</View>
      </View>
    </View>
  )
}

/** Kept → sent → confirmed. */
export function SavedTrack({ entry }: { entry: OutboxEntry }) {
  const track = trackOf(entry)
  const by = sendBy(entry)
  const kept = secondsText(entry.capturedAt)
  const until = by === null ? WORDS.sentByUnknown : WORDS.sentBy(`${dayText(by)} ${timeText(by)}`)
  const sentNote = entry.settledAt === null ? until : `${dayText(entry.settledAt)} ${timeText(entry.settledAt)}`
  const confirmNote = { ok: WORDS.confirmed, now: WORDS.confirmNow, todo: WORDS.confirmNote }[track.confirmed]
  return (
    <View>
      <TrackStep n={1} state='ok' title={WORDS.kept} note={entry.source.kind === 'code' ? WORDS.typedAt(kept) : WORDS.keptAt(kept)} />
      <TrackStep n={2} state={track.sent} title={track.sent === 'ok' ? WORDS.sent : WORDS.waitNetwork} note={sentNote} />
      <TrackStep n={3} state={track.confirmed} title={WORDS.confirm} note={confirmNote} last />
    </View>
  )
}
