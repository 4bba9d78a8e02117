import { View } from '@tarojs/components'
import type { MyPoints, PointsEntry } from '@pioneer/shared-types/points/schemas'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Tag } from '@/components/Tag'
import { dayOfMonth, monthsOf, notesOf, signed, tagsOf, titleOf, toneOf } from './model'

function EntryRow({ entry, onOpen }: { entry: PointsEntry; onOpen: (entry: PointsEntry) => void }) {
  const title = titleOf(entry)
  return (
    <Pressable className='row ent' testId='entry' onTap={() => onOpen(entry)}>
      <View className={classes('dl', toneOf(entry))}>{signed(entry.delta)}</View>
      <View className='g1'>
        <View className='f wrap'>
          <View className='row-t ent-t'>{title}</View>
          {tagsOf(entry).map(({ text, kind, undo }) => (
            <Tag key={text} kind={kind} icon={undo ? 'undo' : undefined}>
              {text}
            </Tag>
          ))}
        </View>
        {notesOf(entry).map((note) => (
          <View key={note} className='row-n mt0'>
            {note}
          </View>
        ))}
      </View>
      <View className='row-v'>
        <View>{dayOfMonth(entry.occurredAt)}</View>
        <Icon name='chev' size={18} className='chev' />
      </View>
    </Pressable>
  )
}

/** Every line of the year, by month. */
export function Ledger({ points, onOpen }: { points: MyPoints; onOpen: (entry: PointsEntry) => void }) {
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View>
      {monthsOf(points).map(({ key, title, sum, entries }) => (
        <View key={key}>
          <View className='pmon'>
            <View {...heading}>{title}</View>
            <View className='pmon-s'>{sum}</View>
          </View>
          <Card>
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} onOpen={onOpen} />
            ))}
          </Card>
        </View>
      ))}
    </View>
  )
}
