import { View } from '@tarojs/components'
import type { Home } from '@pioneer/shared-types/home/schemas'
import { MEMBER_STATUS_NAMES } from '@pioneer/shared-types/constants'
import { Card } from '@/components/Card'
import { Stats } from '@/components/Stat'
import { Tag } from '@/components/Tag'
import { roleLines } from '../session/model'
import { dayInWords, statsOf } from './model'
import { WORDS } from './words'

/** Who I am, and my year in two figures. Officers outside the roster are known by their role. */
export function WhoCard({ home }: { home: Pick<Home, 'me' | 'year'> }) {
  const { member, grants } = home.me
  const roles = roleLines(grants)
  const stats = statsOf(home.year)
  const joined = member && dayInWords(member.joinedOn)
  const title = member?.name ?? roles[0]?.split(' · ')[0] ?? ''
  const notes = member
    ? [[member.branchName, member.groupName].filter(Boolean).join(' · '), joined && WORDS.joined(joined), ...roles]
    : [roles[0]?.split(' · ')[1] ?? '', ...roles.slice(1)]
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <Card testId='who'>
      <View className='card-p f'>
        <View className='ava me-ava'>{title.slice(0, 1)}</View>
        <View className='g1'>
          <View className='f wrap'>
            <View className='h2 me-name' {...heading}>
              {title}
            </View>
            {member && <Tag>{MEMBER_STATUS_NAMES[member.status]}</Tag>}
          </View>
          {notes.map((note) => note && <View key={note} className='note'>{note}</View>)}
        </View>
      </View>
      {stats && (
        <View className='me-stats'>
          <Stats items={stats} />
        </View>
      )}
    </Card>
  )
}
