import { View } from '@tarojs/components'
import type { OrgType } from '@pioneer/shared-types/constants'
import type { Org } from '@pioneer/shared-types/orgs/schemas'
import { orgRoutes } from '@pioneer/shared-types/orgs/routes'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Chips } from '@/components/Chips'
import { InputField, PickerField } from '@/components/Field'
import { Sheet } from '@/components/Sheet'
import { toast, toastError } from '@/components/toast'
import { http } from '@/services/http'
import { queryClient } from '@/services/query'
import { MAKEABLE, parentsFor } from './model'
import { WORDS } from './words'

/** One more branch, group or general branch. */
export function AddSheet({ open, tree, onClose }: { open: boolean; tree: readonly Org[]; onClose: () => void }) {
  const [type, setType] = useState<OrgType>('branch')
  const [chosen, setChosen] = useState<string | null>(null)
  const [name, setName] = useState('')
  const parents = parentsFor(type, tree)
  const parent = parents.find(({ id }) => id === chosen) ?? (parents.length === 1 ? parents[0] : undefined)
  const missing = parent === undefined ? WORDS.noParent : name.trim().length < 2 ? WORDS.shortName : undefined

  const make = async () => {
    if (parent === undefined) return
    try {
      const made = await http.call(orgRoutes.create, { body: { type, name: name.trim(), parentId: parent.id } })
      await queryClient.invalidateQueries({ queryKey: ['orgs'] })
      toast(WORDS.made(made.name))
      setName('')
      onClose()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Sheet open={open} title={WORDS.addTitle} onClose={onClose}>
      <View className='mt3'>
        <Chips label={WORDS.type} items={MAKEABLE.map((key) => ({ key, label: WORDS.types[key] }))} value={type} onChange={setType} />
      </View>
      <View className='card mt4'>
        <PickerField label={WORDS.parent} options={parents.map(({ id, name: label }) => ({ key: id, label }))} value={parent?.id ?? null} onChange={setChosen} />
        <InputField label={WORDS.name} value={name} placeholder={WORDS.nameHint} maxLength={60} onChange={setName} />
      </View>
      <View className='mt5'>
        <Button kind='dark' reason={missing} loadingText={WORDS.making} onTap={make}>
          {WORDS.make}
        </Button>
      </View>
    </Sheet>
  )
}
