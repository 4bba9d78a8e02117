import type { RemindPerson } from '@pioneer/shared-types/reminders/schemas'
import type { Reach } from '@pioneer/shared-types/constants'
import { View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Pressable } from '@/components/Pressable'
import { Row } from '@/components/Row'
import { toast } from '@/components/toast'
import { useShown } from '@/components/useShown'
import { copyText } from '@/services/clipboard'
import { callList, personNote } from './model'
import { WORDS } from './words'

interface PeopleProps {
  reach: Reach
  people: readonly RemindPerson[]
  now: number
}

/** People of a whole committee are more than a phone draws at once; the list that is copied has all of them. */
const AT_ONCE = 40

/** Those who are reached in one way, and how the last reminder went for each. */
export function People({ reach, people, now }: PeopleProps) {
  const { shown, left, more } = useShown(people, AT_ONCE)
  const heading = { role: 'heading', 'aria-level': 2 }
  const copy = async () => {
    await copyText(callList(people))
    // WeChat says by itself that it was copied
    if (process.env.TARO_ENV === 'h5') toast(WORDS.copied)
  }
  return (
    <View>
      <View className='sec remind-sec'>
        <View className='sec-t' {...heading}>
          {WORDS.reach[reach]} <View className='remind-n'>{people.length}</View>
        </View>
        {reach === 'call' && (
          <Pressable className='sec-a' testId='remind-copy' onTap={() => void copy()}>
            {WORDS.copy}
          </Pressable>
        )}
      </View>
      <View className='note remind-why'>{WORDS.reachNote[reach]}</View>
      <Card>
        {shown.map((person) => (
          <Row
            key={person.memberId}
            avatar={person.name}
            title={person.name}
            note={personNote(person, now) || undefined}
            value={reach === 'call' ? (person.phone ?? undefined) : undefined}
            testId='remind-person'
          />
        ))}
      </Card>
      {left > 0 && (
        <Button kind='text' onTap={more}>
          {WORDS.morePeople(left)}
        </Button>
      )}
    </View>
  )
}
