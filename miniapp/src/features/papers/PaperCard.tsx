import type { PaperDetail } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Bar } from '@/components/Progress'
import { Stats } from '@/components/Stat'
import { Tag } from '@/components/Tag'
import { dueLine } from './model'
import { WORDS } from './words'

/** What the paper is, how many have done it, and until when it can be done. */
export function PaperCard({ paper, now }: { paper: PaperDetail; now: number }) {
  const { title, ownerName, questions, attemptsAllowed, passScore, discipline, assigned, done, passed, mean } = paper
  return (
    <Card leaf='ink' padded testId='paper-head'>
      <View className='f sb-w'>
        <View className='note g1'>{ownerName}</View>
        {discipline && <Tag>{WORDS.isDiscipline}</Tag>}
      </View>
      <View className='h2 mt1'>{title}</View>
      <View className='note mt1'>{WORDS.facts(questions, attemptsAllowed, passScore)}</View>
      <View className='mt4'>
        <Stats
          items={[
            { value: done, unit: `/ ${assigned}`, label: WORDS.done },
            { value: mean, label: WORDS.average },
            { value: done === 0 ? null : passed, label: WORDS.passed },
          ]}
        />
      </View>
      <Bar className='mt4' value={done} max={assigned} />
      <View className='meta mt3'>
        <Icon name='clock' size={18} />
        <View className='g1'>{dueLine(paper, now)}</View>
      </View>
    </Card>
  )
}
