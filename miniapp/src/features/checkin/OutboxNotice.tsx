import { Notice, type NoticeProps } from '@/components/Notice'
import { timeText } from '@/services/calendar'
import { useOutbox } from '@/services/outbox'
import { ownedBy } from '@/services/outbox/model'
import { useSession } from '@/services/session'
import { newsOf, type OutboxNews } from './model'
import { follow } from './signIn'
import { WORDS } from './words'

type News = NonNullable<OutboxNews>

const KINDS: Readonly<Record<News['kind'], NoticeProps['kind']>> = {
  waiting: 'info',
  login: 'info',
  bind: 'info',
  refused: 'bad',
  requested: 'plain',
  recorded: 'ok',
}

function wordsOf({ kind, entry }: News): string {
  const time = timeText(entry.capturedAt)
  switch (kind) {
    case 'waiting':
      return WORDS.newsWaiting(time)
    case 'login':
      return WORDS.newsLogin(time)
    case 'bind':
      return WORDS.newsBind(time)
    case 'refused':
      return WORDS.newsRefused(time, entry.problem?.title ?? '')
    case 'requested':
      return WORDS.newsRequested
    case 'recorded':
      return WORDS.newsRecorded(time)
  }
}

/** What waits in the outbox, or ended there unseen, in one line; the most urgent of it. */
export function useOutboxNews(): OutboxNews {
  const entries = useOutbox((state) => state.entries)
  const memberId = useSession((state) => state.me?.member?.id ?? null)
  return newsOf(ownedBy(entries, memberId))
}

/** The one notice of 首页 about kept sign-ins. */
export function OutboxNotice({ news }: { news: News }) {
  return (
    <Notice
      kind={KINDS[news.kind]}
      className='mt3'
      action={WORDS.look}
      testId='outbox-notice'
      onAction={() => follow(news.entry, 'open')}
    >
      {wordsOf(news)}
    </Notice>
  )
}
