import { Page } from '@/components/Page'

/** 扫码签到 */
export default function ScanPage() {
  return <Page title='扫码签到' />
}
