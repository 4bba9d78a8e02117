import { View } from '@tarojs/components'
import { WORDS } from '@/features/checkin/words'

/** A small drawing of the screen in the room: where the six digits stand. */
export function WhereToLook() {
  return (
    <View className='where mt2'>
      <View className='scr' aria-hidden='true'>
        <View className='scr-q' />
        <View className='scr-l'>
          <View className='scr-n'>482 913</View>
          <View className='scr-b' />
          <View className='scr-b' />
        </View>
      </View>
      <View className='g1 ml4'>
        <View className='note b c-ink'>{WORDS.codeWhere}</View>
        <View className='note'>{WORDS.codeWhereNote}</View>
      </View>
    </View>
  )
}
