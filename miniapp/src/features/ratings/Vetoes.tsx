import type { BranchRating } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { Tag } from '@/components/Tag'
import { WORDS } from './words'

/** 一票否决: what the committee may hold against a branch; each leads to where it is entered and lifted again. Nobody else is told of them. */
export function Vetoes({ vetoes, onOpen }: { vetoes: BranchRating['vetoes']; onOpen: (code: string) => void }) {
  if (vetoes.length === 0) return null
  return (
    <View>
      <Section title={WORDS.vetoes} />
      <Card>
        {vetoes.map(({ code, name, entered }) => (
          <Row
            key={code}
            title={name}
            value={<Tag kind={entered ? 'bad' : 'line'} icon={entered ? 'alert' : undefined}>{entered ? WORDS.vetoStands : WORDS.vetoNone}</Tag>}
            testId={code}
            onTap={() => onOpen(code)}
          />
        ))}
      </Card>
      <View className='note mt2 side'>{WORDS.vetoesNote}</View>
    </View>
  )
}
