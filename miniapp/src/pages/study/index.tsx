import { Page } from '@/components/Page'

/** 学习 */
export default function StudyPage() {
  return <Page title='学习' nav='tab' tab='study' />
}
