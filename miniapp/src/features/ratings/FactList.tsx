import type { BranchFact, IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { NothingCard } from '@/components/NothingCard'
import { Section } from '@/components/Section'
import { Tag } from '@/components/Tag'
import { dayText, timeText } from '@/services/calendar'
import { isVeto } from './model'
import { WORDS } from './words'

function Fact({ fact, onWithdraw }: { fact: BranchFact; onWithdraw?: () => void }) {
  const { withdrawn } = fact
  return (
    <View className='star-fact' data-testid={`fact-${fact.id}`}>
      <View className='f sb-w wrap'>
        <View className={classes('row-t', withdrawn && 'c-3')}>
          {fact.words} · {dayText(fact.occurredOn)}
        </View>
        {withdrawn && <Tag kind='line'>{WORDS.withdrawn}</Tag>}
      </View>
      <View className='body mt1'>{fact.note}</View>
      {fact.evidence !== null && <View className='note mt1'>{WORDS.proof(fact.evidence)}</View>}
      {withdrawn && <View className='note mt1'>{WORDS.withdrawnFor(withdrawn.reason)}</View>}
      <View className='f sb-w wrap'>
        <View className='note mt1'>{WORDS.by(fact.enteredBy, `${dayText(fact.enteredAt)} ${timeText(fact.enteredAt)}`)}</View>
        {onWithdraw && (
          <Button kind='quiet' size='small' className='mt1' label={WORDS.withdrawLabel(fact.words)} onTap={onWithdraw}>
            {WORDS.withdraw}
          </Button>
        )}
      </View>
    </View>
  )
}

/** What was entered for an indicator, by whom, on what proof; nothing is ever removed. Others than those who may enter are not told, so an empty list is for them no list. */
export function FactList({ detail, onWithdraw }: { detail: IndicatorDetail; onWithdraw: (fact: BranchFact) => void }) {
  const { facts, canEnter } = detail
  return (
    <View>
      <Section title={WORDS.facts} />
      {facts.length === 0 ? (
        <NothingCard title={WORDS.noFacts} text={isVeto(detail) ? WORDS.vetoNoFactsNote : WORDS.noFactsNote} testId='no-facts' />
      ) : (
        <Card>
          {facts.map((fact) => (
            <Fact key={fact.id} fact={fact} onWithdraw={canEnter && fact.withdrawn === null ? () => onWithdraw(fact) : undefined} />
          ))}
        </Card>
      )}
    </View>
  )
}
