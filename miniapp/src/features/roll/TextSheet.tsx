import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/Button'
import { Chips } from '@/components/Chips'
import { InputField } from '@/components/Field'
import { Sheet } from '@/components/Sheet'
import { toastError } from '@/components/toast'
import { WORDS } from './words'

interface TextSheetProps {
  open: boolean
  title: string
  text: string
  /** What is most often written. */
  suggestions?: readonly string[]
  action: string
  onSend: (reason: string) => Promise<void>
  onClose: () => void
}

/** A reason in one's own words, two to a hundred characters. */
export function TextSheet({ open, title, text, suggestions = [], action, onSend, onClose }: TextSheetProps) {
  const [reason, setReason] = useState('')
  useEffect(() => {
    if (open) setReason('')
  }, [open])
  const send = async () => {
    try {
      await onSend(reason.trim())
      onClose()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Sheet open={open} title={title} onClose={onClose}>
      <View className='body mt2'>{text}</View>
      <View className='card mt4'>
        <InputField label={WORDS.reason} value={reason} placeholder={WORDS.reasonHint} maxLength={100} onChange={setReason} />
      </View>
      {suggestions.length > 0 && (
        <View className='mt3'>
          <Chips label={WORDS.reason} items={suggestions.map((key) => ({ key, label: key }))} value={reason} onChange={setReason} />
        </View>
      )}
      <View className='mt5'>
        <Button kind='dark' reason={reason.trim().length < 2 ? WORDS.reasonShort : undefined} loadingText={WORDS.saving} onTap={send}>
          {action}
        </Button>
      </View>
    </Sheet>
  )
}
