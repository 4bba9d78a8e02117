import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { Segmented } from '@/components/Segmented'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { useAccessLog, useMyData } from '@/features/member/hooks'
import { KeptView, LooksView } from '@/features/member/Kept'
import { WORDS } from '@/features/member/words'
import '../member.scss'

const TABS = [
  { key: 'kept', label: WORDS.tabKept },
  { key: 'looks', label: WORDS.tabLooks },
] as const
type Tab = (typeof TABS)[number]['key']

const skeleton = (
  <View className='mt4'>
    <SkeletonRows rows={6} />
  </View>
)

function Kept() {
  const data = useMyData()
  usePullDownRefresh(() => {
    void data.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <Async source={data} skeleton={skeleton} errorTitle={WORDS.dataFailed}>
      {(known) => <KeptView data={known} />}
    </Async>
  )
}

function Looks() {
  const log = useAccessLog()
  usePullDownRefresh(() => {
    void log.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <Async
      source={log}
      skeleton={skeleton}
      empty={{ title: WORDS.looksEmpty, text: WORDS.looksEmptyText }}
      isEmpty={({ items }) => items.length === 0}
      errorTitle={WORDS.looksFailed}
    >
      {(known) => <LooksView log={known} now={Date.now()} />}
    </Async>
  )
}

/** 系统里关于我的: what is kept, and who looked. */
export default function DataPage() {
  const { params } = useRouter<{ tab?: string }>()
  const [tab, setTab] = useState<Tab>(params.tab === 'looks' ? 'looks' : 'kept')
  return (
    <Page title={WORDS.dataTitle}>
      <SessionGate>
        <Segmented items={TABS} value={tab} onChange={setTab} />
        {tab === 'kept' ? <Kept /> : <Looks />}
      </SessionGate>
    </Page>
  )
}
