import type { RatingOverview } from '@pioneer/shared-types/ratings/schemas'
import { Text, View } from '@tarojs/components'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Lamp } from '@/components/Lamp'
import { Pressable } from '@/components/Pressable'
import { dimensionParts, moveOf, pointsText, scoreText, type BranchLine } from './model'
import { Stars } from './Stars'
import { WORDS } from './words'

/** ↑ 3.4 with the words behind it. */
function MoveCell({ movement }: Pick<BranchLine, 'movement'>) {
  if (movement === null) return <Text className='c-3'>{WORDS.noMovement}</Text>
  const { kind, words, by } = moveOf(movement)
  const access = { role: 'img', 'aria-label': words }
  return (
    <View className={classes('f', kind === 'up' && 'c-ok', kind === 'down' && 'c-bad', kind === 'same' && 'c-3')} {...access}>
      <Icon name={kind === 'same' ? 'minus' : 'up'} size={16} className={kind === 'down' ? 'turned' : undefined} />
      <View className='ml1'>{by}</View>
    </View>
  )
}

function TableRow({ branch, dimensions, onOpen }: { branch: BranchLine; dimensions: RatingOverview['dimensions']; onOpen: () => void }) {
  const { name, members, score, stars, movement, limited, missing } = branch
  const row = { role: 'row' }
  const cell = { role: 'cell' }
  return (
    <View className='mx-r' data-testid='branch-row' onClick={onOpen} {...row}>
      <View className='mx-name' {...cell}>
        <Pressable role='link' className='mx-link' onTap={onOpen}>
          <Text className='b'>{name}</Text>
          <Text className='tiny mx-n'>{WORDS.members(members)}</Text>
        </Pressable>
      </View>
      <View className='mx-stars' {...cell}>
        {stars === null ? <Text className='c-3'>–</Text> : <Stars stars={stars} size={15} />}
        {limited && <View className='tiny c-bad'>{WORDS.limited}</View>}
      </View>
      <View className='mx-num' {...cell}>
        {score === null ? <Text className='tiny'>{WORDS.none}</Text> : <Text className='b'>{scoreText(score)}</Text>}
      </View>
      <View className='mx-move' {...cell}>
        <MoveCell movement={movement} />
      </View>
      {dimensionParts(branch, dimensions).map(({ code, score: points, share, tone }) => (
        <View key={code} className='mx-dim' {...cell}>
          {points === null ? (
            <Text className='c-3'>–</Text>
          ) : (
            <>
              <View className='f ctr'>
                {tone === 'warn' && <Lamp state='warn' label={WORDS.low} />}
                <Text className={tone === 'warn' ? 'b ml1' : undefined}>{scoreText(points)}</Text>
              </View>
              <View className='mx-bar'>
                <View className={classes('six-f', tone)} style={{ width: `${share * 100}%` }} />
              </View>
            </>
          )}
        </View>
      ))}
      <View className='mx-miss' {...cell}>
        {missing > 0 ? <Text className='c-warn'>{WORDS.toEnter(missing)}</Text> : <Text className='c-3'>{WORDS.allEntered}</Text>}
      </View>
    </View>
  )
}

interface TableProps {
  branches: readonly BranchLine[]
  dimensions: RatingOverview['dimensions']
  onOpen: (orgId: string) => void
}

/** Branch × dimension, for a wide window (21). */
export function BranchTable({ branches, dimensions, onOpen }: TableProps) {
  const table = { role: 'table', 'aria-label': WORDS.branches }
  const row = { role: 'row' }
  const head = { role: 'columnheader' }
  return (
    <View className='card mx' {...table}>
      <View className='mx-r mx-h' {...row}>
        <View className='mx-name' {...head}>
          {WORDS.columns.branch}
        </View>
        <View className='mx-stars' {...head}>
          {WORDS.columns.stars}
        </View>
        <View className='mx-num' {...head}>
          {WORDS.columns.score}
        </View>
        <View className='mx-move' {...head}>
          {WORDS.columns.movement}
        </View>
        {dimensions.map(({ code, name, max }) => (
          <View key={code} className='mx-dim' {...head}>
            <View>{name}</View>
            <View>{WORDS.of(pointsText(max))}</View>
          </View>
        ))}
        <View className='mx-miss' {...head}>
          {WORDS.columns.missing}
        </View>
      </View>
      {branches.map((branch) => (
        <TableRow key={branch.orgId} branch={branch} dimensions={dimensions} onOpen={() => onOpen(branch.orgId)} />
      ))}
    </View>
  )
}
