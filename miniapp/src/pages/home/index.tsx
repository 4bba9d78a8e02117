import { Page } from '@/components/Page'

/** 首页 */
export default function HomePage() {
  return <Page title='先锋支部' nav='brand' tab='home' />
}
