import { Page } from '@/components/Page'

/** 已存下 */
export default function SavedPage() {
  return <Page title='已存下' nav='close' />
}
