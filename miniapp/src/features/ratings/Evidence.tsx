import type { IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Lamp } from '@/components/Lamp'
import { NothingCard } from '@/components/NothingCard'
import { Pressable } from '@/components/Pressable'
import { Section } from '@/components/Section'
import { dayText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { WORDS } from './words'

type Item = IndicatorDetail['evidence'][number]

/** 11月20日 · 42 人到会; the day once, whether the note begins with it or not. */
function noteOf({ at, note }: Item): string {
  const day = at === null ? '' : dayText(at)
  return note.startsWith(day) ? note : [day, note].filter(Boolean).join(' · ')
}

/** Meetings are for everybody who may know of them; the answers to a paper for those who may also enter facts (permissions.md). */
function wayTo({ link }: Item, canEnter: boolean): (() => void) | undefined {
  if (link === null) return undefined
  if (link.page === 'activity') return () => openPage('activity', { id: link.id })
  return canEnter ? () => openPage('paperPeople', { id: link.id }) : undefined
}

function Line({ item, canEnter }: { item: Item; canEnter: boolean }) {
  const onTap = wayTo(item, canEnter)
  const content = (
    <>
      <View className='ev-l'>
        <Lamp state={item.counts ? 'ok' : 'na'} label={item.counts ? WORDS.counts : WORDS.countsNot} />
      </View>
      <View className='g1'>
        <View className='row-t'>{item.title}</View>
        <View className='row-n'>{noteOf(item)}</View>
      </View>
      {!item.counts && <View className='note none ml2'>{WORDS.countsNot}</View>}
      {onTap && <Icon name='chev' size={18} className='chev' />}
    </>
  )
  return onTap ? (
    <Pressable className='row' onTap={onTap}>
      {content}
    </Pressable>
  ) : (
    <View className='row'>{content}</View>
  )
}

/** What the points stand on: meetings and papers, and whether each counts. */
export function Evidence({ detail: { evidence, canEnter } }: { detail: IndicatorDetail }) {
  return (
    <View>
      <Section title={WORDS.evidence} />
      {evidence.length === 0 ? (
        <NothingCard title={WORDS.noEvidence} text={WORDS.noEvidenceAuto} testId='no-evidence' />
      ) : (
        <Card>
          {evidence.map((item, index) => (
            <Line key={`${item.link?.id ?? item.title}-${index}`} item={item} canEnter={canEnter} />
          ))}
        </Card>
      )}
    </View>
  )
}
