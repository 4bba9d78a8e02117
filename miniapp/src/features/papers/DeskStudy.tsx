import type { Me } from '@pioneer/shared-types/auth/schemas'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { openPage } from '@/services/navigation'
import { placesOf } from './model'
import { WORDS } from './words'

/** 学习与测试 on the desk: the way to the papers and banks of each organization somebody serves. */
export function DeskStudy({ me }: { me: Me }) {
  const places = placesOf(me)
  if (places.length === 0) return null
  return (
    <Card className='mt5'>
      {places.map(({ id, name }) => (
        <Row
          key={id}
          icon='book'
          title={WORDS.desk}
          note={places.length > 1 ? name : WORDS.deskNote}
          testId='desk-study'
          onTap={() => openPage('paperList', { id })}
        />
      ))}
    </Card>
  )
}
