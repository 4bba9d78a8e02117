import { EmptyState } from '@/components/Async'
import { Page } from '@/components/Page'
import { openPage } from '@/services/navigation'

/** 学习: what the branch assigns appears here. */
export default function StudyPage() {
  return (
    <Page title='学习' nav='tab' tab='study'>
      <EmptyState
        title='还没有要学的'
        text='支部布置的微党课和测试会出现在这里。已得的学习积分可以在积分里查。'
        action='看我的积分'
        onAction={() => openPage('points')}
      />
    </Page>
  )
}
