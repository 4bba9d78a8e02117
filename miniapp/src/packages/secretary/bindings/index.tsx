import { Page } from '@/components/Page'

/** 认领申请 */
export default function BindingsPage() {
  return <Page title='认领申请' />
}
