import { Page } from '@/components/Page'

/** 签到记录 */
export default function AttendancePage() {
  return <Page title='签到记录' />
}
