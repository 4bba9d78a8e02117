import type { Me } from '@pioneer/shared-types/auth/schemas'
import { View } from '@tarojs/components'
import { Async } from '@/components/Async'
import { Card } from '@/components/Card'
import { Notice } from '@/components/Notice'
import { Section } from '@/components/Section'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { explainShort } from '@/services/http'
import { openPage } from '@/services/navigation'
import { DutyMatrix } from './DutyMatrix'
import { useBoard } from './hooks'
import { boardTitle, branchesRun } from './model'
import { WORDS } from './words'

function DutiesSkeleton() {
  return (
    <View>
      <Block width={120} height={24} top={32} style={{ marginBottom: '12px' }} />
      <SkeletonRows rows={4} />
    </View>
  )
}

function Duties({ orgId, several }: { orgId: string; several: boolean }) {
  const query = useBoard(orgId, null)
  // one part of the desk: when it fails, the others still work
  if (query.data === undefined && query.error) {
    return (
      <View className='mt7'>
        <Notice kind='warn' action={WORDS.retry} onAction={() => void query.refetch()}>
          {WORDS.failedShort}：{explainShort(query.error)}
        </Notice>
      </View>
    )
  }
  return (
    <Async source={query} skeleton={<DutiesSkeleton />} errorTitle={WORDS.failed}>
      {(board) => (
        <View>
          <Section title={boardTitle(board, several)} action={WORDS.wholeYear} onAction={() => openPage('duties', { id: orgId })} />
          {board.rows.length === 0 ? (
            <Card padded>
              <View className='body'>{WORDS.emptyNote}</View>
            </Card>
          ) : (
            <DutyMatrix board={board} plans />
          )}
        </View>
      )}
    </Async>
  )
}

/** 四季度要办的 of each branch somebody runs. */
export function DeskDuties({ me }: { me: Me }) {
  const branches = branchesRun(me)
  return (
    <View>
      {branches.map((orgId) => (
        <Duties key={orgId} orgId={orgId} several={branches.length > 1} />
      ))}
    </View>
  )
}
