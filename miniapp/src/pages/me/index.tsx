import { Page } from '@/components/Page'

/** 我的 */
export default function MePage() {
  return <Page title='我的' nav='tab' tab='me' />
}
