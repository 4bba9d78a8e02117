import { Text, View } from '@tarojs/components'
import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import { Card } from '@/components/Card'
import { Icon, type IconName } from '@/components/Icon'
import { Lamp } from '@/components/Lamp'
import { Notice } from '@/components/Notice'
import { Ring } from '@/components/Progress'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { Tag } from '@/components/Tag'
import { openPage } from '@/services/navigation'
import { kindsText, phaseAt, presentPercent, quorumText, restText, standingOf, untilText, whenText, type Phase } from './model'
import { WORDS } from './words'

interface PartProps {
  activity: ActivityDetail
  now: number
  phase: Phase
}

function Meta({ icon, text }: { icon: IconName; text: string }) {
  return (
    <View className='meta mt2'>
      <Icon name={icon} size={18} />
      <View className='g1 c-ink'>{text}</View>
    </View>
  )
}

function Head({ activity, now, phase }: PartProps) {
  const until = untilText(activity.startAt, now)
  const running = now >= Date.parse(activity.startAt) && (phase === 'open' || phase === 'late')
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View>
      <View className='f wrap'>
        <Tag>{kindsText(activity.kinds)}</Tag>
        {running && <Tag kind='red'>{WORDS.running}</Tag>}
        {until && phase !== 'cancelled' && <Tag kind='line'>{until}</Tag>}
        {phase === 'closed' && <Tag kind='line'>{WORDS.over}</Tag>}
      </View>
      <View className='h1 mt2' {...heading}>
        {activity.title}
      </View>
    </View>
  )
}

function Facts({ activity, phase }: PartProps) {
  const { counts, audienceOrgs } = activity
  return (
    <Card className='mt4'>
      <View className='card-p' style={{ padding: '8px 20px 16px' }}>
        <Meta icon='clock' text={whenText(activity)} />
        <Meta icon='place' text={activity.place} />
        {counts && phase === 'before' && <Meta icon='people' text={WORDS.expected(counts.expected)} />}
        {audienceOrgs.length > 0 && <Meta icon='user' text={WORDS.forWhom(audienceOrgs.map(({ name }) => name).join('、'))} />}
        <Meta icon='flag' text={WORDS.owner(activity.ownerName)} />
      </View>
    </Card>
  )
}

/** Who is here, and whether there are enough to vote. */
function Venue({ activity, phase }: PartProps) {
  const { counts, quorum } = activity
  if (counts === null || phase === 'before' || phase === 'cancelled') return null
  const share = presentPercent(counts)
  return (
    <Card className='mt3' testId='venue'>
      <View className='card-p'>
        <View className='f'>
          <View className='g1'>
            <View className='note'>{WORDS.venue}</View>
            <View className='fb'>
              <View className='num'>{counts.present}</View>
              <View className='note ml1'>{WORDS.present(counts.expected)}</View>
            </View>
            <View className='note mt1'>{restText(counts, phase === 'closed')}</View>
          </View>
          <Ring value={counts.present} max={counts.expected} size={76} thickness={8} colour='var(--ok)'>
            <View className='b' style={{ fontSize: '17px', lineHeight: 1 }}>
              {share}%
            </View>
          </Ring>
        </View>
        {quorum && (
          <View className='ft mt4'>
            <View className='mt1'>
              <Lamp state={quorum.met ? 'ok' : 'warn'} label='' />
            </View>
            <View className='g1 ml2'>
              <View className='b'>{quorumText(quorum)}</View>
              <View className='note'>
                有表决权的应到 {quorum.base} 人，要到 {quorum.required} 人（{quorum.rule}，{quorum.article}）
              </View>
            </View>
          </View>
        )}
      </View>
    </Card>
  )
}

function Agenda({ agenda }: Pick<ActivityDetail, 'agenda'>) {
  if (agenda.length === 0) return null
  return (
    <View>
      <Section title={WORDS.agenda} />
      <Card>
        <View className='card-p' style={{ paddingBottom: '4px' }}>
          {agenda.map(({ title, note }, index) => (
            <View key={`${index}-${title}`} className='trk'>
              <View className='trk-l'>
                <View className='trk-d'>
                  <Text className='note b'>{index + 1}</Text>
                </View>
                {index < agenda.length - 1 && <View className='trk-line' />}
              </View>
              <View className='trk-b'>
                <View className='h3' style={{ fontWeight: 400 }}>
                  {title}
                </View>
                {note && <View className='note'>{note}</View>}
              </View>
            </View>
          ))}
        </View>
      </Card>
    </View>
  )
}

/** For those who run it: who is missing, and the screen in the room. */
function Manage({ activity, phase }: PartProps) {
  if (!activity.canManage || phase === 'cancelled') return null
  const { id } = activity
  return (
    <View>
      <Section title={WORDS.manage} />
      <Card>
        <Row icon='people' title={WORDS.roll} note={WORDS.rollNote} onTap={() => openPage('roll', { id })} />
        {phase !== 'closed' && <Row icon='scan' title={WORDS.pair} note={WORDS.pairNote} onTap={() => openPage('pair', { id })} />}
      </Card>
    </View>
  )
}

/** Before, during and after a meeting, on one page. */
export function DetailBody({ activity, now }: { activity: ActivityDetail; now: number }) {
  const phase = phaseAt(activity, now)
  const part = { activity, now, phase }
  const refused = standingOf(activity).kind === 'leave-refused' && phase === 'before'
  return (
    <View>
      <Head {...part} />
      {phase === 'cancelled' && (
        <Notice kind='bad' className='mt3'>
          {WORDS.cancelled(activity.cancelledReason)}
        </Notice>
      )}
      {refused && (
        <Notice kind='warn' className='mt3'>
          {WORDS.leaveRefused}
        </Notice>
      )}
      <Facts {...part} />
      <Venue {...part} />
      <Manage {...part} />
      <Agenda agenda={activity.agenda} />
      {activity.note && (
        <View>
          <Section title={WORDS.about} />
          <Card padded>
            <View className='body'>{activity.note}</View>
          </Card>
        </View>
      )}
    </View>
  )
}
