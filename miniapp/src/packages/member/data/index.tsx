import { Page } from '@/components/Page'

/** 系统里存了我什么 */
export default function DataPage() {
  return <Page title='系统里存了我什么' />
}
