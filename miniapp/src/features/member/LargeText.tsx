import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Switch } from '@/components/Switch'
import { useSettings } from '@/services/settings'
import { WORDS } from './words'

/** 大字显示: works at once, and is kept on this phone. */
export function LargeText() {
  const { largeText, setLargeText } = useSettings()
  return (
    <Card className='mt3'>
      <Row
        icon='text'
        title={WORDS.largeText}
        note={WORDS.largeTextNote}
        right={<Switch on={largeText} label={WORDS.largeText} onChange={setLargeText} />}
      />
    </Card>
  )
}
