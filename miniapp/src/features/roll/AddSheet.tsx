import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import type { MemberName } from '@pioneer/shared-types/members/schemas'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/Button'
import { Chips } from '@/components/Chips'
import { Field, InputField } from '@/components/Field'
import { Sheet } from '@/components/Sheet'
import { toast, toastError } from '@/components/toast'
import { useSession } from '@/services/session'
import { MemberSheet } from '../roster/MemberSheet'
import { amendExpected } from './api'
import { refreshRoll, useRollList } from './hooks'
import { ADD_REASONS, WORDS } from './words'

type Role = 'expected' | 'guest'

/** Somebody who is not on the frozen list: a recorded amendment. */
export function AddSheet({ open, activity, onClose }: { open: boolean; activity: ActivityDetail; onClose: () => void }) {
  const me = useSession((state) => state.me)
  const roll = useRollList(activity.id, open)
  const [choosing, setChoosing] = useState(false)
  const [member, setMember] = useState<MemberName | null>(null)
  const [role, setRole] = useState<Role>('expected')
  const [reason, setReason] = useState('')
  useEffect(() => {
    if (!open) return
    setMember(null)
    setRole('expected')
    setReason('')
  }, [open])

  const namesOf = activity.ownerType === 'group' ? (me?.member?.branchId ?? activity.ownerOrgId) : activity.ownerOrgId
  const missing = member === null ? WORDS.chooseWho : reason.trim().length < 2 ? WORDS.reasonShort : undefined
  const add = async () => {
    if (member === null) return
    try {
      await amendExpected(activity.id, { memberId: member.id, role, reason: reason.trim() })
      toast(WORDS.added(member.name))
      await refreshRoll(activity.id)
      onClose()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <View>
      <Sheet open={open} title={WORDS.addTitle} onClose={onClose}>
        <View className='card mt3'>
          <Field label={WORDS.addWho} value={member?.name} placeholder={WORDS.chooseWho} onTap={() => setChoosing(true)} />
          <InputField label={WORDS.reason} value={reason} placeholder={WORDS.reasonHint} maxLength={100} onChange={setReason} />
        </View>
        <View className='mt3'>
          <Chips label={WORDS.reason} items={ADD_REASONS.map((key) => ({ key, label: key }))} value={reason} onChange={setReason} />
        </View>
        <View className='h3 mt4'>{WORDS.addRole}</View>
        <View className='mt2'>
          <Chips
            label={WORDS.addRole}
            items={[
              { key: 'expected', label: WORDS.expected },
              { key: 'guest', label: WORDS.guest },
            ]}
            value={role}
            onChange={setRole}
          />
        </View>
        <View className='mt5'>
          <Button kind='dark' reason={missing} loadingText={WORDS.saving} onTap={add}>
            {WORDS.addTitle}
          </Button>
        </View>
      </Sheet>
      <MemberSheet
        open={choosing}
        title={WORDS.addWho}
        orgId={namesOf}
        chosen={member ? [member.id] : []}
        taken={new Set(roll.data?.items.map(({ memberId }) => memberId))}
        single
        onChoose={([first]) => setMember(first ?? null)}
        onClose={() => setChoosing(false)}
      />
    </View>
  )
}
