import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import { useRouter } from '@tarojs/taro'
import { Async, EmptyState } from '@/components/Async'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { useEdited } from '@/features/planning/hooks'
import { ownersOf } from '@/features/planning/model'
import { WORDS } from '@/features/planning/words'
import { useOrgs } from '@/features/roster/hooks'
import { useSession } from '@/services/session'
import { Editor } from './Editor'
import '../secretary.scss'

function FormSkeleton() {
  return (
    <>
      <Block width={96} height={24} />
      <Block width='100%' height={96} top={12} style={{ marginBottom: '20px' }} />
      <SkeletonRows rows={4} />
    </>
  )
}

/** 新建活动; with an id, an activity that exists; with a kind, what the duty matrix asks for. */
export default function CreatePage() {
  const { id = '', kind, org, date } = useRouter<Record<string, string>>().params
  const me = useSession((state) => state.me)
  const orgs = useOrgs()
  const activity = useEdited(id)
  const known: ActivityDetail | null | undefined = id === '' ? null : activity.data
  const owners = orgs.data && ownersOf(me, orgs.data.items)

  if (me && owners && owners.length > 0 && known !== undefined) {
    return <Editor key={id} me={me} owners={owners} activity={known} wish={{ kind, org, date }} />
  }
  const error = orgs.error ?? activity.error
  const refetch = () => Promise.all([orgs.refetch(), id === '' ? undefined : activity.refetch()])
  return (
    <Page title={id === '' ? WORDS.title : WORDS.editTitle} nav='close'>
      <SessionGate>
        <Async source={{ data: known === undefined ? undefined : owners, error, refetch }} skeleton={<FormSkeleton />} empty={{ title: WORDS.notForYou }} errorTitle={WORDS.failed}>
          {() => <EmptyState title={WORDS.notForYou} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
