import type { AttendanceRequest } from '@pioneer/shared-types/attendance/schemas'
import { View } from '@tarojs/components'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Row } from '@/components/Row'
import { Tag } from '@/components/Tag'
import { timeText } from '@/services/calendar'
import { WORDS } from './words'

const kindOf = ({ kind }: AttendanceRequest) => (kind === 'leave' ? WORDS.askLeave : WORDS.signIn)

/** What stands behind the request, and what approving it would record. */
function evidenceOf({ kind, ticketAt }: AttendanceRequest): string | null {
  if (kind === 'leave') return null
  if (ticketAt === null) return WORDS.noEvidence
  return `${WORDS.evidence(timeText(ticketAt))}，${WORDS.countedAt(timeText(ticketAt))}`
}

/** One that waits, with a box to tick. */
export function RequestRow({ request, on, onTap }: { request: AttendanceRequest; on: boolean; onTap: () => void }) {
  const evidence = evidenceOf(request)
  return (
    <Pressable role='checkbox' checked={on} className='row' label={`${request.name} ${kindOf(request)}`} onTap={onTap}>
      <View className={classes('tick', on && 'on')}>{on && <Icon name='check' size={18} />}</View>
      <View className='g1'>
        <View className='f wrap'>
          <View className='row-t'>{request.name}</View>
          <View className='ml2'>
            <Tag kind={request.kind === 'leave' ? undefined : 'info'}>{kindOf(request)}</Tag>
          </View>
        </View>
        <View className='row-n'>{request.reason}</View>
        {evidence && <View className='row-n c-2'>{evidence}</View>}
      </View>
    </Pressable>
  )
}

/** One that was decided. */
export function DecidedRow({ request }: { request: AttendanceRequest }) {
  const note = [kindOf(request), request.reason, request.decisionReason ?? ''].filter(Boolean).join(' · ')
  return <Row avatar={request.name} title={request.name} note={note} value={WORDS.decidedStates[request.state]} regular />
}
