import { Page } from '@/components/Page'

/** 新建活动 */
export default function CreatePage() {
  return <Page title='新建活动' nav='close' />
}
