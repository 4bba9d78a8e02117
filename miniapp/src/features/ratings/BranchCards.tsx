import type { RatingOverview } from '@pioneer/shared-types/ratings/schemas'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Tag } from '@/components/Tag'
import { useShown } from '@/components/useShown'
import { dimensionParts, scoreText, starName, type BranchLine } from './model'
import { MoveMark } from './MoveMark'
import { Stars } from './Stars'
import { WORDS } from './words'

interface LineProps {
  branch: BranchLine
  dimensions: RatingOverview['dimensions']
  onOpen: () => void
}

/** One branch: stars, score, movement, how full each dimension is, what is not entered. */
function BranchLineCard({ branch, dimensions, onOpen }: LineProps) {
  const { name, members, score, stars, movement, limited, missing } = branch
  return (
    <Pressable className='branch' testId='branch-row' onTap={onOpen}>
      <View className='f'>
        <View className='g1'>
          <Text className='row-t'>{name}</Text>
          <Text className='note'> {WORDS.members(members)}</Text>
        </View>
        <View className='h3 none ml2'>{score === null ? WORDS.none : scoreText(score)}</View>
        <Icon name='chev' size={18} className='chev' />
      </View>
      <View className='f sb-w wrap mt1'>
        {stars === null ? (
          <View />
        ) : (
          <View className='f none'>
            <Stars stars={stars} />
            <View className='note ml2'>{starName(stars)}</View>
          </View>
        )}
        {movement && <MoveMark movement={movement} />}
      </View>
      {score !== null && (
        <View className='six mt2'>
          {dimensionParts(branch, dimensions).map(({ code, share, tone, label }) => {
            const access = { role: 'img', 'aria-label': label }
            return (
              <View key={code} className='six-i' {...access}>
                <View className={classes('six-f', tone)} style={{ width: `${share * 100}%` }} />
              </View>
            )
          })}
        </View>
      )}
      {(limited || missing > 0) && (
        <View className='f wrap mt2'>
          {limited && <Tag kind='bad' icon='alert'>{WORDS.limited}</Tag>}
          {missing > 0 && <Tag kind='warn'>{WORDS.toEnter(missing)}</Tag>}
        </View>
      )}
    </Pressable>
  )
}

/** A branch is a card of some thirty nodes. */
const AT_ONCE = 20

/** The branches one under another, for the phone. */
export function BranchCards({ branches, dimensions, onOpen }: { branches: readonly BranchLine[]; dimensions: RatingOverview['dimensions']; onOpen: (orgId: string) => void }) {
  const { shown, left, more } = useShown(branches, AT_ONCE)
  return (
    <View>
      <Card>
        {shown.map((branch) => (
          <BranchLineCard key={branch.orgId} branch={branch} dimensions={dimensions} onOpen={() => onOpen(branch.orgId)} />
        ))}
      </Card>
      {left > 0 && (
        <Button kind='text' onTap={more}>
          {WORDS.moreBranches(left)}
        </Button>
      )}
      <View className='note mt3 side'>{WORDS.sixNote(dimensions.map(({ name }) => name).join('、'))}</View>
    </View>
  )
}
