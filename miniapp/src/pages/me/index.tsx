import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh } from '@tarojs/taro'
import type { Home } from '@pioneer/shared-types/home/schemas'
import { Async } from '@/components/Async'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Row } from '@/components/Row'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { DeskRow, OperatorRow } from '@/features/home/Affairs'
import { useHome } from '@/features/home/hooks'
import { LoginLeaf, WhoLeaf } from '@/features/home/OtherLeaves'
import { AboutMe, Others, Records } from '@/features/member/Affairs'
import { LargeText } from '@/features/member/LargeText'
import { WhoCard } from '@/features/member/WhoCard'
import { WORDS } from '@/features/member/words'
import { LetGo } from '@/features/session/LetGo'
import { bindStateOf } from '@/features/session/model'
import { SignOut } from '@/features/session/SignOut'
import { openPage } from '@/services/navigation'
import { holds } from '@/services/session'
import './index.scss'

function MeSkeleton() {
  return (
    <View>
      <View className='card card-p f pulse' aria-hidden='true' data-testid='skeleton'>
        <Block width={60} height={60} onCard style={{ borderRadius: '50%', marginRight: '16px' }} />
        <View className='g1'>
          <Block width='40%' height={22} onCard />
          <Block width='80%' height={16} top={8} onCard />
        </View>
      </View>
      <View className='mt3'>
        <SkeletonRows rows={1} />
      </View>
      <Block width={96} height={22} top={32} />
      <View className='mt3'>
        <SkeletonRows rows={2} />
      </View>
    </View>
  )
}

/** The request to be known, for whoever has one open or was refused. */
function BindingRow({ me }: { me: Home['me'] }) {
  const { kind } = bindStateOf(me)
  if (kind !== 'pending' && kind !== 'rejected') return null
  return (
    <Card className='mt3'>
      <Row
        icon='user'
        tone={kind === 'rejected' ? 'bad' : 'warn'}
        title={WORDS.binding}
        note={kind === 'rejected' ? WORDS.bindingRejected : WORDS.bindingPending}
        onTap={() => openPage('bind')}
      />
    </Card>
  )
}

function Ready({ home }: { home: Home }) {
  const { me } = home
  return (
    <View>
      {me.bound ? <WhoCard home={home} /> : <WhoLeaf me={me} />}
      {!me.bound && <BindingRow me={me} />}
      <LargeText />
      {home.desk ? <DeskRow desk={home.desk} me={me} /> : holds(home.me, ['operator']) && <OperatorRow />}
      {me.member && <Records year={home.year} />}
      {me.member && <AboutMe />}
      <Others inbox={me.member !== null} />
      {me.bound && <LetGo hasRole={me.member === null} />}
      <SignOut me={me} />
    </View>
  )
}

/** 我的 */
export default function MePage() {
  const { source, signedOut } = useHome()
  usePullDownRefresh(() => {
    void Promise.resolve(source.refetch()).finally(() => stopPullDownRefresh())
  })
  const unknown = signedOut || (source.data === undefined && Boolean(source.error))
  return (
    <Page title={WORDS.me} nav='tab' tab='me'>
      {signedOut ? (
        <LoginLeaf />
      ) : (
        <Async source={source} skeleton={<MeSkeleton />} errorTitle={WORDS.failed}>
          {(home) => <Ready home={home} />}
        </Async>
      )}
      {unknown && <LargeText />}
      {unknown && <Others inbox={false} />}
    </Page>
  )
}
