import { View } from '@tarojs/components'
import { Lamp } from '@/components/Lamp'
import { Sheet } from '@/components/Sheet'
import { WORDS } from './words'

function Part({ title, items, on }: { title: string; items: ReadonlyArray<{ title: string; note: string }>; on: boolean }) {
  return (
    <View className='mt4'>
      <View className='note b c-ink'>{title}</View>
      {items.map((item) => (
        <View key={item.title} className='ft mt3'>
          <View className='feat-l'>
            <Lamp state={on ? 'ok' : 'na'} label={title} />
          </View>
          <View className='g1'>
            <View className='h3'>{item.title}</View>
            <View className='note'>{item.note}</View>
          </View>
        </View>
      ))}
    </View>
  )
}

/** What this product does here and what it does not: the 减负 defaults in plain words. */
export function FeaturesSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Sheet open={open} title={WORDS.featuresTitle} testId='features-sheet' onClose={onClose}>
      <View className='sheet-scroll'>
        <Part title={WORDS.featuresOn} items={WORDS.on} on />
        <Part title={WORDS.featuresOff} items={WORDS.off} on={false} />
        <View className='note mt5'>{WORDS.featuresSay}</View>
      </View>
    </Sheet>
  )
}
