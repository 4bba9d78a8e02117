import { View } from '@tarojs/components'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Row } from '@/components/Row'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { AddSheet } from '@/features/orgs/AddSheet'
import { depths, ownTree } from '@/features/orgs/model'
import { WORDS } from '@/features/orgs/words'
import { useOrgs } from '@/features/roster/hooks'
import { useSession } from '@/services/session'
import '../secretary.scss'

const INDENT_PX = 20

/** 组织: the committee's branches and groups, and one more. */
export default function OrgsPage() {
  const me = useSession((state) => state.me)
  const orgs = useOrgs()
  const [adding, setAdding] = useState(false)
  const tree = ownTree(me, orgs.data?.items ?? [])
  const depth = depths(tree)
  return (
    <Page title={WORDS.title} foot={tree.length > 0 && <Button kind='primary' icon='plus' onTap={() => setAdding(true)}>{WORDS.add}</Button>}>
      <SessionGate>
        <View className='note'>{WORDS.lead}</View>
        <Async source={orgs} skeleton={<SkeletonRows rows={5} />} errorTitle={WORDS.failed}>
          {() => (
            <Card className='mt3'>
              {tree.map((org) => (
                <View key={org.id} style={{ paddingLeft: `${(depth.get(org.id) ?? 0) * INDENT_PX}px` }}>
                  <Row title={org.name} note={WORDS.types[org.type]} regular={org.type === 'group'} />
                </View>
              ))}
            </Card>
          )}
        </Async>
        <AddSheet open={adding} tree={tree} onClose={() => setAdding(false)} />
      </SessionGate>
    </Page>
  )
}
