import type { RosterApplied, RosterPreview } from '@pioneer/shared-types/roster/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Async, EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { PickerField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { Page } from '@/components/Page'
import { toastError } from '@/components/toast'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { applyRoster, previewRoster } from '@/features/roster/api'
import { useOrgs } from '@/features/roster/hooks'
import { importPlaces } from '@/features/roster/model'
import { Preview } from '@/features/roster/Preview'
import { WORDS } from '@/features/roster/words'
import { useWorkbook } from '@/features/workbook/useWorkbook'
import { WORDS as WORKBOOK } from '@/features/workbook/words'
import { goBack } from '@/services/navigation'
import { queryClient } from '@/services/query'
import { useSession } from '@/services/session'
import '../secretary.scss'

function Applied({ result }: { result: RosterApplied }) {
  return (
    <Card padded className='mt4' testId='roster-applied'>
      <View className='f c-ok'>
        <Icon name='checkc' size={22} />
        <View className='h3 ml2 g1'>{WORDS.applied(result.added, result.changed)}</View>
      </View>
      {result.groupsCreated > 0 && <View className='note mt1'>{WORDS.groupsMade(result.groupsCreated)}</View>}
      <View className='body mt2'>{WORDS.appliedNote}</View>
      <Button className='mt4' onTap={goBack}>
        {WORDS.back}
      </Button>
    </Card>
  )
}

/** A workbook from its choice to the applied roster; the way back is another file. */
function useImport(orgId: string) {
  const [result, setResult] = useState<RosterApplied | null>(null)
  const { reading, preview, choose, forget } = useWorkbook<RosterPreview>((bytes) => {
    setResult(null)
    return previewRoster(orgId, bytes)
  })

  const apply = async () => {
    if (preview === null) return
    try {
      setResult(await applyRoster(orgId, preview.previewId))
      forget()
      await Promise.all(['names', 'orgs', 'bindings'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    } catch (error) {
      toastError(error)
    }
  }
  const afresh = () => {
    forget()
    setResult(null)
  }
  return { reading, preview, result, choose, apply, afresh }
}

function Importer({ places }: { places: ReadonlyArray<{ id: string; name: string }> }) {
  const [orgId, setOrgId] = useState(places[0]?.id ?? '')
  const { reading, preview, result, choose, apply, afresh } = useImport(orgId)
  const count = preview ? preview.totals.add + preview.totals.change : 0
  const foot = preview && (count > 0 || preview.totals.errors > 0) && (
    <View>
      <Button kind='primary' reason={preview.canApply ? undefined : WORDS.applyFirst} loadingText={WORDS.applying} onTap={apply}>
        {preview.canApply ? WORDS.apply(count) : WORDS.applyNothing}
      </Button>
      {preview.canApply && <View className='note btn-why'>{WORDS.whole}</View>}
    </View>
  )
  return (
    <Page title={WORDS.importTitle} foot={foot || undefined}>
      <View className='body'>{WORDS.importHow}</View>
      {places.length > 1 && (
        <Card className='mt4'>
          <PickerField
            label={WORDS.importTo}
            options={places.map(({ id, name }) => ({ key: id, label: name }))}
            value={orgId}
            onChange={(key) => {
              setOrgId(key)
              afresh()
            }}
          />
        </Card>
      )}
      <Button icon='file' className='mt4' loading={reading} loadingText={WORKBOOK.reading} onTap={choose}>
        {preview || result ? WORKBOOK.chooseAgain : WORKBOOK.choose}
      </Button>
      {reading && (
        <View className='mt4'>
          <SkeletonRows rows={3} />
        </View>
      )}
      {preview && <Preview preview={preview} />}
      {result && <Applied result={result} />}
    </Page>
  )
}

/** 导入名册, for the committee's staff. */
export default function ImportPage() {
  const me = useSession((state) => state.me)
  const orgs = useOrgs()
  const places = me && orgs.data ? importPlaces(me, orgs.data.items) : undefined
  if (places && places.length > 0) return <Importer places={places} />
  return (
    <Page title={WORDS.importTitle}>
      <SessionGate>
        <Async source={{ data: places, error: orgs.error, refetch: orgs.refetch }} empty={{ title: WORDS.notForYou }}>
          {() => <EmptyState title={WORDS.notForYou} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
