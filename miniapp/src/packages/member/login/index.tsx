import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Logo } from '@/components/Logo'
import { Page } from '@/components/Page'
import { SkeletonRows } from '@/components/Skeleton'
import { toastError } from '@/components/toast'
import { ClaimNotice } from '@/features/session/ClaimNotice'
import { useInfo } from '@/features/session/hooks'
import { DemoRows, DeviceRows, WechatHint } from '@/features/session/LoginWays'
import type { Way } from '@/features/session/model'
import { WORDS } from '@/features/session/words'
import { knownPage, replacePage, returnTo } from '@/services/navigation'
import { startSession } from '@/services/session'
import '../member.scss'

/** The scan that sent somebody here, if one did. */
const entryIn = (back: string | undefined) => /[?&]entry=([^&]+)/.exec(knownPage(back)?.url ?? '')?.[1]

/** 登录, in a browser; in WeChat it is silent, and this page only the way to try again. */
export default function LoginPage() {
  const { params } = useRouter<{ return?: string }>()
  const info = useInfo()
  const done = () => returnTo(params.return)
  const bind = (way: Way) => replacePage('bind', { way, return: knownPage(params.return)?.url })

  const inWechat = async () => {
    try {
      if ((await startSession()) !== null) done()
    } catch (error) {
      toastError(error)
    }
  }

  return (
    <Page title={WORDS.loginTitle}>
      <ClaimNotice entryId={entryIn(params.return)} />
      <View className='login-head'>
        <Logo size={44} />
        <View className='h2 mt3'>{info.data?.name ?? '先锋支部'}</View>
        <View className='note mt1'>{WORDS.loginLead}</View>
      </View>
      {process.env.TARO_ENV === 'weapp' ? (
        <View className='mt6'>
          <Button kind='primary' onTap={inWechat}>
            {WORDS.wechatLogin}
          </Button>
          <View className='note btn-why'>{WORDS.wechatText}</View>
        </View>
      ) : (
        <Async source={info} skeleton={<SkeletonRows rows={4} />} errorTitle={WORDS.loginFailed}>
          {(known) => (
            <View>
              {known.mode === 'demo' && <DemoRows onDone={done} />}
              <DeviceRows info={known} onBind={bind} />
              {known.mode !== 'demo' && <WechatHint />}
              {known.mode !== 'demo' && <View className='note mt4'>{WORDS.publicComputer}</View>}
            </View>
          )}
        </Async>
      )}
    </Page>
  )
}
