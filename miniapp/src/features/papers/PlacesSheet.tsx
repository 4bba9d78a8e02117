import type { Org } from '@pioneer/shared-types/orgs/schemas'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Sheet } from '@/components/Sheet'
import { toggledIn } from './form'
import { WORDS } from './words'

interface PlacesSheetProps {
  open: boolean
  title: string
  places: readonly Org[]
  chosen: readonly string[]
  onChoose: (ids: string[]) => void
  onClose: () => void
}

/** Some groups of a branch, or some branches of a committee. */
export function PlacesSheet({ open, title, places, chosen, onChoose, onClose }: PlacesSheetProps) {
  const [picked, setPicked] = useState<readonly string[]>(chosen)
  useEffect(() => {
    if (open) setPicked(chosen)
    // only when it opens: what is being chosen is not to be lost
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open])
  const done = (ids: readonly string[]) => {
    onChoose([...ids])
    onClose()
  }
  return (
    <Sheet open={open} title={title} onClose={onClose}>
      <View className='mt2 pick-list' {...{ role: 'group', 'aria-label': title }}>
        {places.map(({ id, name }) => (
          <Pressable key={id} role='checkbox' checked={picked.includes(id)} className='row pick-row' onTap={() => setPicked((now) => toggledIn(now, id))}>
            <View className='g1 row-t reg'>{name}</View>
            {picked.includes(id) && <Icon name='check' size={20} />}
          </Pressable>
        ))}
      </View>
      <View className='btn-pair mt4'>
        <Button onTap={() => done([])}>{WORDS.clear}</Button>
        <Button kind='dark' style={{ flex: 1.6 }} onTap={() => done(picked)}>
          {WORDS.chosen(picked.length)}
        </Button>
      </View>
    </Sheet>
  )
}
