import type { AttendanceRow } from '@pioneer/shared-types/attendance/schemas'
import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Tag } from '@/components/Tag'
import { flagWords } from './model'
import { WORDS } from './words'

interface PersonRowProps {
  row: AttendanceRow
  note: ReactNode
  right?: ReactNode
  /** Opens the corrections. */
  onOpen?: () => void
}

/** A person of the list: the name opens the corrections, the button beside it is a target of its own. */
export function PersonRow({ row, note, right, onOpen }: PersonRowProps) {
  const flags = flagWords(row)
  const who = (
    <>
      <View className='ava'>{row.name.slice(0, 1)}</View>
      <View className='g1'>
        <View className='row-t'>{row.name}</View>
        <View className='row-n'>{note}</View>
        {flags.length > 0 && (
          <View className='f wrap mt1'>
            {flags.map((flag) => (
              <Tag key={flag} kind='line'>
                {flag}
              </Tag>
            ))}
          </View>
        )}
      </View>
      {onOpen && right === undefined && <Icon name='chev' size={18} className='chev' />}
    </>
  )
  return (
    <View className='row lead-pad person' data-testid='roll-row'>
      {onOpen ? (
        <Pressable className='f g1' label={WORDS.correctTitle(row.name)} onTap={onOpen}>
          {who}
        </Pressable>
      ) : (
        <View className='f g1'>{who}</View>
      )}
      {right !== undefined && <View className='row-v'>{right}</View>}
    </View>
  )
}
