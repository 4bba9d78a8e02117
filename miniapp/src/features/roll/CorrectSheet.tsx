import type { AttendanceRow } from '@pioneer/shared-types/attendance/schemas'
import type { AttendanceState } from '@pioneer/shared-types/constants'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/Button'
import { Chips } from '@/components/Chips'
import { InputField } from '@/components/Field'
import { Sheet } from '@/components/Sheet'
import { correct } from './hooks'
import { correctionsFor } from './model'
import { CORRECTION_REASONS, WORDS } from './words'

interface CorrectSheetProps {
  id: string
  /** Whose record; null while closed. */
  row: AttendanceRow | null
  over: boolean
  onClose: () => void
}

/** A correction with its reason: nothing is overwritten, the record keeps both. */
export function CorrectSheet({ id, row, over, onClose }: CorrectSheetProps) {
  const [state, setState] = useState<AttendanceState | null>(null)
  const [reason, setReason] = useState('')
  const memberId = row?.memberId
  useEffect(() => {
    setState(null)
    setReason('')
  }, [memberId])

  const choices = row ? correctionsFor(row.state, over || row.state === 'absent') : []
  // a guest who has not come is tapped in here
  const states = row?.role === 'guest' && row.state === 'pending' && !over ? (['present', ...choices] as const) : choices
  const missing = state === null ? WORDS.chooseState : reason.trim().length < 2 ? WORDS.reasonShort : undefined
  const keep = async () => {
    if (row && state && (await correct(id, row, state, reason.trim()))) onClose()
  }
  return (
    <Sheet open={row !== null} title={row ? WORDS.correctTitle(row.name) : ''} onClose={onClose}>
      {row && (
        <View>
          <View className='note mt1'>
            {WORDS.now}：{WORDS.to[row.state]}
          </View>
          <View className='h3 mt4'>{WORDS.changeTo}</View>
          <View className='mt2'>
            <Chips label={WORDS.changeTo} items={states.map((key) => ({ key, label: WORDS.to[key] }))} value={state} onChange={setState} />
          </View>
          {state && (
            <View>
              <View className='card mt4'>
                <InputField label={WORDS.reason} value={reason} placeholder={WORDS.reasonHint} maxLength={100} onChange={setReason} />
              </View>
              <View className='mt3'>
                <Chips
                  label={WORDS.reason}
                  items={CORRECTION_REASONS[state].map((text) => ({ key: text, label: text }))}
                  value={reason}
                  onChange={setReason}
                />
              </View>
            </View>
          )}
          <View className='mt5'>
            <Button kind='dark' reason={missing} loadingText={WORDS.saving} onTap={keep}>
              {WORDS.keep}
            </Button>
          </View>
        </View>
      )}
    </Sheet>
  )
}
