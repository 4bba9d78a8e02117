import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { Home } from '@pioneer/shared-types/home/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Row } from '@/components/Row'
import { openPage } from '@/services/navigation'
import { overseenBy, scoreText, starName } from './model'
import { Stars } from './Stars'
import { WORDS } from './words'

/** Stars and score of the branch somebody runs, in the head of the desk. */
export function DeskStars({ rating }: { rating: NonNullable<Home['desk']>['rating'] }) {
  if (rating === null) return null
  const { orgId, score, stars } = rating
  const label = `${WORDS.title}，${starName(stars)}，${WORDS.score(scoreText(score))}`
  return (
    <Pressable className='f none note desk-stars' label={label} testId='desk-stars' onTap={() => openPage('star', { id: orgId })}>
      <Stars stars={stars} />
      <View className='ml2'>{WORDS.score(scoreText(score))}</View>
      <Icon name='chev' size={16} className='chev' />
    </Pressable>
  )
}

/** The way to 各支部星级, for who oversees branches. */
export function OverseenBranches({ me }: { me: Me }) {
  const places = overseenBy(me)
  if (places.length === 0) return null
  return (
    <Card className='mt5'>
      {places.map(({ id, name }) => (
        <Row
          key={id}
          icon='star'
          tone='gold'
          title={WORDS.branches}
          note={places.length > 1 ? name : WORDS.branchesNote}
          testId='desk-branches'
          onTap={() => openPage('branches', { id })}
        />
      ))}
    </Card>
  )
}
