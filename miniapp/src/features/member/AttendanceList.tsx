import { View } from '@tarojs/components'
import type { MyAttendanceItem } from '@pioneer/shared-types/attendance/schemas'
import { Card } from '@/components/Card'
import { Lamp } from '@/components/Lamp'
import { Pressable } from '@/components/Pressable'
import { Seal } from '@/components/Seal'
import { Tag } from '@/components/Tag'
import { byMonth } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { attendanceNote, lookOf } from './model'

function ItemRow({ item }: { item: MyAttendanceItem }) {
  const { word, tag, seal, lamp } = lookOf(item)
  return (
    <Pressable className='row' testId='attendance' onTap={() => openPage('activity', { id: item.activityId })}>
      <View className='att-l'>{lamp ? <Lamp state={lamp} label={word} /> : <Seal mark={seal} />}</View>
      <View className='g1'>
        <View className='row-t'>{item.title}</View>
        <View className='row-n'>{attendanceNote(item)}</View>
      </View>
      <View className='row-v'>
        <Tag kind={tag}>{word}</Tag>
      </View>
    </Pressable>
  )
}

/** Meetings by month, each with its seal, a word, and how it was recorded. */
export function AttendanceList({ items, now }: { items: readonly MyAttendanceItem[]; now: number }) {
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View>
      {byMonth(items, ({ startAt }) => startAt, now).map((group) => (
        <View key={group.key}>
          <View className='pmon'>
            <View {...heading}>{group.title}</View>
            <View className='pmon-s'>{group.items.length} 次</View>
          </View>
          <Card>
            {group.items.map((item) => (
              <ItemRow key={item.activityId} item={item} />
            ))}
          </Card>
        </View>
      ))}
    </View>
  )
}
