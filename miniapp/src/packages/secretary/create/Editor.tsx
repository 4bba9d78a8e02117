import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { ask } from '@/components/ask'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { InputField } from '@/components/Field'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { toast, toastError } from '@/components/toast'
import { AgendaCard } from '@/features/planning/AgendaCard'
import { AutoCard } from '@/features/planning/AutoCard'
import { usePlanForm } from '@/features/planning/hooks'
import { wishedForm, type ownersOf, type PlanWish } from '@/features/planning/model'
import { KindChips, PeopleFields, WhenAndWhere } from '@/features/planning/PlanFields'
import { WORDS } from '@/features/planning/words'
import { goBack, replacePage } from '@/services/navigation'

type Owners = ReturnType<typeof ownersOf>

interface EditorProps {
  me: Me
  owners: Owners
  activity: ActivityDetail | null
  /** What a new one begins with. */
  wish: PlanWish
}

/** Whose names may be chosen: members of a group's meeting come from its branch. */
function namesOf(me: Me, owners: Owners, ownerOrgId: string): string {
  const owner = owners.find(({ id }) => id === ownerOrgId)
  return owner?.type === 'group' ? (me.member?.branchId ?? ownerOrgId) : ownerOrgId
}

/** The form of an activity (13). */
export function Editor({ me, owners, activity, wish }: EditorProps) {
  const [empty] = useState(() => wishedForm(owners, wish, Date.now()))
  const plan = usePlanForm({ accountId: me.accountId, activity, empty })
  const { form, errors, change } = plan
  const published = activity !== null && activity.status !== 'draft'

  const leave = async () => {
    if (plan.dirty) {
      await plan.keepNow()
      if (!(await ask({ title: WORDS.leaveTitle, text: WORDS.leaveText, yes: WORDS.leaveYes, no: WORDS.leaveNo }))) return
    }
    goBack()
  }

  const send = async (publish: boolean) => {
    try {
      const result = await plan.send(publish)
      if (result === null) {
        // what has to be mended may be out of sight
        toast(WORDS.mend)
        void Taro.pageScrollTo({ scrollTop: 0, duration: 200 })
        return
      }
      toast(publish ? WORDS.published(result.counts?.expected ?? null) : published ? WORDS.saved : WORDS.drafted)
      if (publish) replacePage('activity', { id: result.id })
      else goBack()
    } catch (error) {
      toastError(error)
    }
  }

  const foot = published ? (
    <Button kind='primary' loadingText={WORDS.saving} onTap={() => send(false)}>
      {WORDS.save}
    </Button>
  ) : (
    <View className='btn-pair'>
      <Button style={{ flex: 0.7 }} loadingText={WORDS.saving} onTap={() => send(false)}>
        {WORDS.draft}
      </Button>
      <Button kind='primary' loadingText={WORDS.publishing} onTap={() => send(true)}>
        {WORDS.publish}
      </Button>
    </View>
  )

  return (
    <Page title={activity ? WORDS.editTitle : WORDS.title} nav='close' foot={foot} onBack={() => void leave()}>
      {plan.restored && (
        <Notice kind='plain' icon='edit' className='mb3' action={WORDS.afresh} onAction={plan.afresh}>
          {WORDS.restored}
        </Notice>
      )}
      {published ? <View className='note'>{WORDS.locked}</View> : <KindChips form={form} errors={errors} onChange={change} />}
      <WhenAndWhere form={form} errors={errors} onChange={change} />
      {!published && (
        <View>
          <PeopleFields
            form={form}
            errors={errors}
            onChange={change}
            owners={owners}
            namesOf={namesOf(me, owners, form.ownerOrgId)}
            fixedOwner={activity !== null}
          />
          <AutoCard form={form} />
        </View>
      )}
      <AgendaCard agenda={form.agenda} onChange={(agenda) => change({ agenda })} />
      {errors.agenda && <View className='field-e'>{errors.agenda}</View>}
      <Card className='mt4'>
        <InputField label={WORDS.note} value={form.note} placeholder={WORDS.noteHint} multiline error={errors.note} onChange={(note) => change({ note })} />
      </Card>
    </Page>
  )
}
