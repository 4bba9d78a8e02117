import { Page } from '@/components/Page'

/** 签到成功 */
export default function DonePage() {
  return <Page title='签到成功' nav='close' />
}
