import type { BranchRating } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Section } from '@/components/Section'
import { pointsText, RAISES_SHOWN } from './model'
import { WORDS } from './words'

/** 怎样再进一步: what would raise the score, the greatest gain first. */
export function Raises({ raises, onOpen }: { raises: BranchRating['raises']; onOpen: (code: string) => void }) {
  const [all, setAll] = useState(false)
  const more = raises.length > RAISES_SHOWN
  return (
    <View>
      <Section
        title={WORDS.raises}
        action={more ? (all ? WORDS.fewerRaises : WORDS.allRaises(raises.length)) : undefined}
        onAction={() => setAll(!all)}
      />
      {raises.length === 0 ? (
        <Card padded>
          <View className='body'>{WORDS.noRaises}</View>
        </Card>
      ) : (
        <Card>
          {(all ? raises : raises.slice(0, RAISES_SHOWN)).map(({ code, gain, title, note }) => (
            <Pressable key={code} className='raise' label={`${title}，${WORDS.gain(pointsText(gain))}。${note}`} testId={`raise-${code}`} onTap={() => onOpen(code)}>
              <View className='raise-v'>+{pointsText(gain)}</View>
              <View className='g1'>
                <View className='row-t'>{title}</View>
                <View className='row-n'>{note}</View>
              </View>
              <Icon name='chev' size={18} className='chev' />
            </Pressable>
          ))}
        </Card>
      )}
    </View>
  )
}
