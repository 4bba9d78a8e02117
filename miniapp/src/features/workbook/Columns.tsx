import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { WORDS } from './words'

interface ColumnsProps {
  columns: ReadonlyArray<{ header: string; field: string | null; note: string | null }>
  /** How a field is called; as it comes when left out. */
  nameOf?: (field: string) => string
}

/** 认出的列: what is read from each column, and which ones are not read. */
export function Columns({ columns, nameOf = (field) => field }: ColumnsProps) {
  if (columns.length === 0) return null
  return (
    <View>
      <Section title={WORDS.columns} />
      <Card>
        {columns.map(({ header, field, note }, index) => (
          <Row key={index} regular title={header} note={note ?? undefined} value={field === null ? WORDS.skipped : nameOf(field)} />
        ))}
      </Card>
    </View>
  )
}
