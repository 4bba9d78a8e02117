import type { MemberName } from '@pioneer/shared-types/members/schemas'
import { Input, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { Sheet } from '@/components/Sheet'
import { found, freeFirst } from './model'
import { useNames } from './hooks'
import { WORDS } from './words'

interface MemberSheetProps {
  open: boolean
  title: string
  /** Whose names: a branch, a group, or the committee for its whole tree. */
  orgId: string | null
  chosen: readonly string[]
  /** Those who cannot be chosen, with why not under their names. */
  taken?: ReadonlySet<string>
  /** Closes at the first choice. */
  single?: boolean
  onChoose: (members: MemberName[]) => void
  onClose: () => void
}

const NOBODY: ReadonlySet<string> = new Set()

function NameRow({ member, on, taken, single, onTap }: { member: MemberName; on: boolean; taken: boolean; single: boolean; onTap: () => void }) {
  return (
    <Pressable role={single ? 'radio' : 'checkbox'} checked={on} disabled={taken} label={member.name} className='row pick-row' onTap={onTap}>
      <View className='g1'>
        <View className='row-t reg'>{member.name}</View>
        <View className='row-n'>{taken ? WORDS.taken : (member.groupName ?? '')}</View>
      </View>
      {on && <Icon name='check' size={20} />}
    </Pressable>
  )
}

/** Names of the roster to choose from, one or several. */
export function MemberSheet({ open, title, orgId, chosen, taken, single = false, onChoose, onClose }: MemberSheetProps) {
  const query = useNames(orgId, open)
  const [picked, setPicked] = useState<readonly string[]>(chosen)
  const [typed, setTyped] = useState('')
  useEffect(() => {
    if (!open) return
    setPicked(chosen)
    setTyped('')
    // only when it opens: what is being chosen is not to be lost
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open])

  const items = query.data?.items ?? []
  const done = (ids: readonly string[]) => {
    onChoose(items.filter(({ id }) => ids.includes(id)))
    onClose()
  }
  const tap = ({ id }: MemberName) => {
    if (single) done([id])
    else setPicked((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]))
  }

  return (
    <Sheet open={open} title={title} onClose={onClose}>
      <View className='well f mt3'>
        <Icon name='search' size={20} />
        <Input className='field-in ml2' value={typed} placeholder={WORDS.search} placeholderClass='ph' onInput={(event) => setTyped(event.detail.value)} {...{ 'aria-label': WORDS.search }} />
      </View>
      <View className='mt2 pick-list names-list'>
        <Async
          source={{ data: query.data && freeFirst(found(items, typed), taken ?? NOBODY), error: query.error, refetch: query.refetch }}
          empty={{ title: WORDS.none }}
          errorTitle={WORDS.failed}
        >
          {(members) => (
            <View>
              {members.map((member) => (
                <NameRow key={member.id} member={member} on={picked.includes(member.id)} taken={taken?.has(member.id) ?? false} single={single} onTap={() => tap(member)} />
              ))}
            </View>
          )}
        </Async>
      </View>
      {!single && (
        <View className='btn-pair mt4'>
          <Button onTap={() => done([])}>{WORDS.clear}</Button>
          <Button kind='dark' style={{ flex: 1.6 }} onTap={() => done(picked)}>
            {WORDS.chosen(picked.length)}
          </Button>
        </View>
      )}
    </Sheet>
  )
}
