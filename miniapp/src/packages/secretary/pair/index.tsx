import { Page } from '@/components/Page'

/** 打开大屏 */
export default function PairPage() {
  return <Page title='打开大屏' />
}
