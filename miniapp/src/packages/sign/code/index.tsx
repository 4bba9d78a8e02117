import { Page } from '@/components/Page'

/** 输入口令 */
export default function CodePage() {
  return <Page title='输入口令' />
}
