import type { AgendaItem } from '@pioneer/shared-types/activities/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { InputField } from '@/components/Field'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { Sheet } from '@/components/Sheet'
import { WORDS } from './words'

interface AgendaProps {
  agenda: readonly AgendaItem[]
  onChange: (agenda: AgendaItem[]) => void
}

interface Editing {
  /** Position in the list; one past the end is a new one. */
  index: number
  title: string
  note: string
}

const MOST = 20

/** 议程: items to add, change and take out. */
export function AgendaCard({ agenda, onChange }: AgendaProps) {
  const [editing, setEditing] = useState<Editing | null>(null)
  const close = () => setEditing(null)
  const isNew = editing !== null && editing.index >= agenda.length

  const keep = () => {
    if (editing === null) return
    const title = editing.title.trim()
    const note = editing.note.trim()
    const item: AgendaItem = note === '' ? { title } : { title, note }
    onChange(isNew ? [...agenda, item] : agenda.map((one, index) => (index === editing.index ? item : one)))
    close()
  }
  const remove = () => {
    onChange(agenda.filter((_, index) => index !== editing?.index))
    close()
  }

  return (
    <View>
      <Section
        title={WORDS.agenda}
        action={agenda.length < MOST ? WORDS.add : undefined}
        onAction={() => setEditing({ index: agenda.length, title: '', note: '' })}
      />
      <Card padded={agenda.length === 0}>
        {agenda.length === 0 ? (
          <View className='note'>{WORDS.agendaEmpty}</View>
        ) : (
          agenda.map(({ title, note }, index) => (
            <Row key={`${index}-${title}`} title={`${index + 1}. ${title}`} note={note} onTap={() => setEditing({ index, title, note: note ?? '' })} />
          ))
        )}
      </Card>
      <Sheet open={editing !== null} title={isNew ? WORDS.agendaAdd : WORDS.agendaEdit} onClose={close}>
        {editing && (
          <View>
            <View className='card mt3'>
              <InputField label={WORDS.agendaName} value={editing.title} placeholder={WORDS.agendaNameHint} onChange={(title) => setEditing({ ...editing, title })} />
              <InputField label={WORDS.agendaNote} value={editing.note} placeholder={WORDS.agendaNoteHint} maxLength={120} onChange={(note) => setEditing({ ...editing, note })} />
            </View>
            <View className='mt4'>
              <Button kind='dark' reason={editing.title.trim() === '' ? WORDS.agendaShort : undefined} onTap={keep}>
                {WORDS.agendaKeep}
              </Button>
              {!isNew && (
                <Button kind='text' className='mt2' onTap={remove}>
                  {WORDS.agendaRemove}
                </Button>
              )}
            </View>
          </View>
        )}
      </Sheet>
    </View>
  )
}
