import { Page } from '@/components/Page'

/** 等我确认的 */
export default function RequestsPage() {
  return <Page title='等我确认的' />
}
