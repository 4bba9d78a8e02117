import { Image, View } from '@tarojs/components'
import type { Lesson, LessonBlock } from '@pioneer/shared-types/study/schemas'
import { useState } from 'react'
import { serviceUrl } from '@/services/http'
import { WORDS } from './words'

type Picture = Extract<LessonBlock, { kind: 'picture' }>

/** A picture in its place before it has come; what it says in words when it does not come. */
function LessonPicture({ picture: { url, alt, caption, width, height } }: { picture: Picture }) {
  const [failed, setFailed] = useState(false)
  const access = { role: 'img', 'aria-label': alt }
  return (
    <View>
      {failed ? (
        <View className='well les-alt body' data-testid='picture-failed'>
          {alt}
        </View>
      ) : (
        <View className='les-pic' style={{ paddingBottom: `${(height / width) * 100}%` }} {...access}>
          <Image className='les-img' src={serviceUrl(url)} mode='scaleToFill' lazyLoad onError={() => setFailed(true)} />
        </View>
      )}
      {caption !== null && <View className='note mt2 ctr'>{caption}</View>}
    </View>
  )
}

function Block({ block }: { block: LessonBlock }) {
  const heading = { role: 'heading', 'aria-level': 3 }
  switch (block.kind) {
    case 'heading':
      return (
        <View className='h2 les-h' {...heading}>
          {block.text}
        </View>
      )
    case 'text':
      return <View className='les-text'>{block.text}</View>
    case 'list':
      return (
        <View className='mt2'>
          {block.items.map((item) => (
            <View key={item} className='les-li'>
              <View className='les-dot' />
              <View className='g1'>{item}</View>
            </View>
          ))}
        </View>
      )
    case 'key':
      return (
        <View className='les-key'>
          <View className='note b'>{WORDS.keyPoint}</View>
          <View className='body c-ink mt1'>{block.text}</View>
        </View>
      )
    case 'picture':
      return <LessonPicture picture={block} />
  }
}

/** What is read before the questions, and where it stands. */
export function LessonBody({ lesson: { blocks, sources } }: { lesson: Pick<Lesson, 'blocks' | 'sources'> }) {
  return (
    <View>
      {blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
      {sources.length > 0 && (
        <View className='les-src'>
          <View className='note b'>{WORDS.sources}</View>
          {sources.map((source) => (
            <View key={source} className='note mt1'>
              {source}
            </View>
          ))}
        </View>
      )}
    </View>
  )
}
