import { Page } from '@/components/Page'

/** 导入名册 */
export default function ImportPage() {
  return <Page title='导入名册' />
}
