import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { CONSENT, WORDS } from './words'

function Part({ head, lines }: { head: string; lines: readonly string[] }) {
  return (
    <View className='ft mt3'>
      <View className='note b c-ink consent-h'>{head}</View>
      <View className='g1'>
        {lines.map((line) => (
          <View key={line} className='note c-2 consent-p'>
            {line}
          </View>
        ))}
      </View>
    </View>
  )
}

/** What is kept, who sees it, what never: the text that is agreed to. */
export function ConsentText() {
  return (
    <View>
      <Part head={WORDS.keptHead} lines={CONSENT.kept} />
      <Part head={WORDS.seenHead} lines={[CONSENT.seen]} />
      <Part head={WORDS.neverHead} lines={[CONSENT.never]} />
      <Part head={WORDS.endHead} lines={[CONSENT.end]} />
    </View>
  )
}

function Check({ on, text, onChange }: { on: boolean; text: string; onChange: (on: boolean) => void }) {
  return (
    <Pressable role='checkbox' checked={on} label={text} className='check' pressedClass='none' onTap={() => onChange(!on)}>
      <View className={classes('check-box', on && 'on')}>{on && <Icon name='check' size={16} />}</View>
      <View className='g1'>{text}</View>
    </Pressable>
  )
}

/** Asked before anything is entered; sensitive data apart, and nothing is ticked beforehand (个人信息保护法 art. 14, 29). */
export function Consent({ onAgree }: { onAgree: () => void }) {
  const [general, setGeneral] = useState(false)
  const [sensitive, setSensitive] = useState(false)
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View>
      <Card leaf='ink' padded testId='consent'>
        <View className='h2' {...heading}>
          {WORDS.consentTitle}
        </View>
        <ConsentText />
        <View className='checks mt4'>
          <Check on={general} text={CONSENT.general} onChange={setGeneral} />
          <Check on={sensitive} text={CONSENT.sensitive} onChange={setSensitive} />
        </View>
        <View className='mt4'>
          <Button kind='dark' reason={general && sensitive ? undefined : WORDS.agreeWhy} onTap={onAgree}>
            {WORDS.agree}
          </Button>
        </View>
      </Card>
      <View className='note mt4'>{WORDS.disagree}</View>
    </View>
  )
}
