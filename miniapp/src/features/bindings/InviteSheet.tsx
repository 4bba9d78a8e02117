import type { Invitation } from '@pioneer/shared-types/auth/schemas'
import { ROLE_NAMES, type Role } from '@pioneer/shared-types/constants'
import type { MemberName } from '@pioneer/shared-types/members/schemas'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/Button'
import { Chips } from '@/components/Chips'
import { Field, InputField, PickerField } from '@/components/Field'
import { Sheet } from '@/components/Sheet'
import { toastError } from '@/components/toast'
import { dayAndWeekdayText } from '@/services/calendar'
import { copyText } from '@/services/clipboard'
import { MemberSheet } from '../roster/MemberSheet'
import { OFFICES, STAFF } from '../roster/model'
import { WORDS } from '../roster/words'
import { createInvitation } from './api'

interface InviteSheetProps {
  open: boolean
  title: string
  /** Branches to invite to. */
  places: ReadonlyArray<{ id: string; name: string }>
  /** `member` by the secretary; offices by the committee. */
  roles: readonly Role[]
  onClose: () => void
}

/** The code, large, and the words that go with it. It is shown once. */
function Made({ invitation, onAnother, onClose }: { invitation: Invitation; onAnother: () => void; onClose: () => void }) {
  const name = invitation.name ?? ''
  const until = dayAndWeekdayText(invitation.expiresAt)
  return (
    <View>
      <View className='note mt2'>{WORDS.codeFor(name)}</View>
      <View className='well mt2 code-big' data-testid='invitation-code'>
        {invitation.code}
      </View>
      <View className='body mt3'>{WORDS.tell(name, ROLE_NAMES[invitation.role])}</View>
      <View className='note mt1'>{WORDS.once(until)}</View>
      <View className='mt4'>
        <Button kind='dark' onTap={() => copyText(WORDS.text(name, invitation.code, invitation.url, until))}>
          {WORDS.copy}
        </Button>
      </View>
      <View className='btn-pair mt3'>
        <Button onTap={onAnother}>{WORDS.another}</Button>
        <Button onTap={onClose}>{WORDS.done}</Button>
      </View>
    </View>
  )
}

/** A one-time invitation: for a member of the roster, or an office of a branch. */
export function InviteSheet({ open, title, places, roles, onClose }: InviteSheetProps) {
  const only = places.length === 1 ? (places[0]?.id ?? null) : null
  const [place, setPlace] = useState<string | null>(only)
  const [role, setRole] = useState<Role>(roles[0] ?? 'member')
  const [member, setMember] = useState<MemberName | null>(null)
  const [name, setName] = useState('')
  const [choosing, setChoosing] = useState(false)
  const [made, setMade] = useState<Invitation | null>(null)
  const offices = roles.some((one) => OFFICES.includes(one))
  // The operator sees no roster: staff are named by hand.
  const byName = roles.some((one) => STAFF.includes(one))

  const again = () => {
    setMade(null)
    setMember(null)
    setName('')
  }
  useEffect(() => {
    if (!open) return
    again()
    setPlace(only)
  }, [open, only])

  const who = member !== null || ((offices || byName) && name.trim().length >= 2)
  const missing = place === null ? WORDS.chooseBranch : who ? undefined : WORDS.chooseWho
  const make = async () => {
    if (place === null) return
    try {
      setMade(await createInvitation({ orgId: place, role, ...(member ? { memberId: member.id } : { name: name.trim() }) }))
    } catch (error) {
      toastError(error)
    }
  }

  const form = (
    <View>
      <View className='card mt3'>
        {only === null && (
          <PickerField
            label={WORDS.branch}
            options={places.map((one) => ({ key: one.id, label: one.name }))}
            value={place}
            onChange={(key) => {
              setPlace(key)
              setMember(null)
            }}
          />
        )}
        {place !== null && !byName && <Field label={WORDS.who} value={member?.name} placeholder={WORDS.whoHint} onTap={() => setChoosing(true)} />}
        {byName && <InputField label={WORDS.staffName} value={name} maxLength={30} onChange={setName} />}
        {offices && member === null && <InputField label={WORDS.orName} value={name} placeholder={WORDS.orNameHint} maxLength={30} onChange={setName} />}
      </View>
      {roles.length > 1 && (
        <View className='mt4'>
          <Chips label={WORDS.role} items={roles.map((key) => ({ key, label: ROLE_NAMES[key] }))} value={role} onChange={setRole} />
        </View>
      )}
      <View className='mt5'>
        <Button kind='dark' reason={missing} loadingText={WORDS.making} onTap={make}>
          {WORDS.make}
        </Button>
      </View>
    </View>
  )

  return (
    <View>
      <Sheet open={open} title={title} onClose={onClose}>
        {made ? <Made invitation={made} onAnother={again} onClose={onClose} /> : form}
      </Sheet>
      <MemberSheet open={choosing} title={WORDS.who} orgId={place} chosen={member ? [member.id] : []} single onChoose={([first]) => setMember(first ?? null)} onClose={() => setChoosing(false)} />
    </View>
  )
}
