import { Button } from '@/components/Button'
import { toast } from '@/components/toast'
import { signOut } from '@/services/session'
import { WORDS } from './words'

/** 退出登录, in a browser. In WeChat the login is silent: who wants to be forgotten there frees the device. */
export function SignOut() {
  const leave = async () => {
    try {
      await signOut()
    } catch {
      toast(WORDS.signOutFailed)
    }
  }
  if (process.env.TARO_ENV !== 'h5') return null
  return (
    <Button kind='text' className='mt4' loadingText={WORDS.signOutBusy} onTap={leave}>
      {WORDS.signOut}
    </Button>
  )
}
