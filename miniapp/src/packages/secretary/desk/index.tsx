import { Page } from '@/components/Page'

/** 书记工作台 */
export default function DeskPage() {
  return <Page title='书记工作台' />
}
