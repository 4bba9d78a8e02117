import { View } from '@tarojs/components'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Sheet } from '@/components/Sheet'
import { toast } from '@/components/toast'
import { signOut } from '@/services/session'
import { bindStateOf } from './model'
import { WORDS } from './words'

const leave = async () => {
  try {
    await signOut()
  } catch {
    toast(WORDS.signOutFailed)
  }
}

/**
 * 退出登录, in a browser. A browser that was bound by itself cannot come back without a new invitation, so it is told first.
 * In WeChat the login is silent: who wants to be forgotten there frees the device.
 */
export function SignOut({ me }: { me: Me }) {
  const [asking, setAsking] = useState(false)
  if (process.env.TARO_ENV !== 'h5') return null
  const state = bindStateOf(me).kind
  const loses = me.kind === 'web' && (state === 'bound' || state === 'pending')
  return (
    <View>
      <Button kind='text' className='mt4' loadingText={WORDS.signOutBusy} onTap={() => (loses ? setAsking(true) : leave())}>
        {WORDS.signOut}
      </Button>
      <Sheet open={asking} title={WORDS.signOutTitle} onClose={() => setAsking(false)}>
        <View className='body mt2'>{state === 'pending' ? WORDS.signOutPending : WORDS.signOutText}</View>
        <Button kind='dark' className='mt5' loadingText={WORDS.signOutBusy} onTap={leave}>
          {WORDS.signOut}
        </Button>
        <Button kind='text' className='mt2' onTap={() => setAsking(false)}>
          {WORDS.keepIt}
        </Button>
      </Sheet>
    </View>
  )
}
