import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Chips } from '@/components/Chips'
import { Sheet } from '@/components/Sheet'
import { toastError } from '@/components/toast'
import { WORDS } from './words'

export interface ReasonSheetProps<K extends string> {
  open: boolean
  title: string
  text: string
  reasons: ReadonlyArray<{ key: K; label: string }>
  action: string
  onSend: (reason: string) => Promise<void>
  onClose: () => void
}

/** One reason out of four, then it goes to the secretary. */
export function ReasonSheet<K extends string>({ open, title, text, reasons, action, onSend, onClose }: ReasonSheetProps<K>) {
  const [chosen, setChosen] = useState<K | null>(null)
  const label = reasons.find(({ key }) => key === chosen)?.label
  const send = async () => {
    if (label === undefined) return
    try {
      await onSend(label)
      onClose()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Sheet open={open} title={title} onClose={onClose}>
      <View className='body mt2'>{text}</View>
      <View className='mt4'>
        <Chips label={title} items={reasons} value={chosen} onChange={setChosen} />
      </View>
      <View className='mt5'>
        <Button kind='dark' reason={label === undefined ? WORDS.notBeforeReason : undefined} loadingText={WORDS.sending} onTap={send}>
          {action}
        </Button>
      </View>
    </Sheet>
  )
}
