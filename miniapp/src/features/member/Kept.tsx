import { View } from '@tarojs/components'
import type { AccessLog, MyData } from '@pioneer/shared-types/me/schemas'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Pressable } from '@/components/Pressable'
import { Row } from '@/components/Row'
import { Sheet } from '@/components/Sheet'
import { Tag } from '@/components/Tag'
import { dayText, partsOf } from '@/services/calendar'
import { ConsentText } from '../session/Consent'
import { countsText, isCovered, lookTime, shownValue } from './model'
import { WORDS } from './words'

type KeptField = MyData['fields'][number]

function Field({ field }: { field: KeptField }) {
  const [uncovered, setUncovered] = useState(false)
  const { name, value, why, seenBy } = field
  return (
    <View className='kept'>
      <View className='f'>
        <View className='g1'>
          <View className='note'>{name}</View>
          <View className='kept-v'>{shownValue(value, uncovered)}</View>
        </View>
        {isCovered(value) && (
          <Pressable className='kept-a' label={`${uncovered ? WORDS.hide : WORDS.show}${name}`} onTap={() => setUncovered(!uncovered)}>
            {uncovered ? WORDS.hide : WORDS.show}
          </Pressable>
        )}
      </View>
      <View className='tiny mt1'>
        {WORDS.why}：{why}
      </View>
      <View className='tiny'>
        {WORDS.seenBy}：{seenBy}
      </View>
    </View>
  )
}

const dayWithYear = (instant: string) => `${partsOf(instant).year}年${dayText(instant)}`

/** Every field that is kept, why, and who sees it; and what never is. */
export function KeptView({ data }: { data: MyData }) {
  const [reading, setReading] = useState(false)
  const { fields, neverKept, counts, consent } = data
  return (
    <View>
      <Card padded className='mt4' testId='never-kept'>
        <View className='note'>{WORDS.never}</View>
        <View className='f wrap mt2'>
          {neverKept.map((name) => (
            <Tag key={name} kind='ok'>
              {name}
            </Tag>
          ))}
        </View>
      </Card>
      <Card testId='kept'>
        {fields.map((field) => (
          <Field key={field.name} field={field} />
        ))}
      </Card>
      <Card>
        <Row icon='chart' regular title={WORDS.also(countsText(counts))} />
        {consent.acceptedAt && (
          <Row icon='shield' regular title={WORDS.consent(dayWithYear(consent.acceptedAt))} value={WORDS.consentRead} onTap={() => setReading(true)} />
        )}
      </Card>
      <View className='note mt3 side'>{WORDS.dataHint}</View>
      <Sheet open={reading} title={WORDS.consentTitle} onClose={() => setReading(false)}>
        <View className='sheet-scroll'>
          <ConsentText />
        </View>
      </Sheet>
    </View>
  )
}

/** Who looked, when, and at what. */
export function LooksView({ log, now }: { log: AccessLog; now: number }) {
  return (
    <View>
      <Card className='mt4' testId='looks'>
        {log.items.map(({ at, who, role, what }) => (
          <Row key={`${at}${who}${what}`} avatar={who} title={who} note={`${lookTime(at, now)} · ${what}`} value={role} />
        ))}
      </Card>
      <View className='note mt3 side'>{WORDS.looksHint}</View>
    </View>
  )
}
