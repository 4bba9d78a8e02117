import { Page } from '@/components/Page'

/** 登录 */
export default function LoginPage() {
  return <Page title='登录' />
}
