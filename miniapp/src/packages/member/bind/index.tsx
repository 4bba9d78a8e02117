import { Page } from '@/components/Page'

/** 认一下你是谁 */
export default function BindPage() {
  return <Page title='认一下你是谁' />
}
