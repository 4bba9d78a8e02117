import { Page } from '@/components/Page'

/** 签到 */
export default function SignPage() {
  return <Page title='签到' nav='close' />
}
