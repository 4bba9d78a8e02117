import { QueryClientProvider } from '@tanstack/react-query'
import { useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { watchLinks } from './features/checkin/links'
import { startAnswers } from './services/answers'
import { watchNetwork } from './services/network'
import { startOutbox } from './services/outbox'
import { queryClient } from './services/query'
import { startSession } from './services/session'
import './styles/app.scss'

/** The root of the mini-program. */
export default function App({ children }: PropsWithChildren) {
  useLaunch((options) => {
    watchNetwork()
    startOutbox()
    startAnswers()
    watchLinks(options)
    // a failure stays in the session store; the page that needs it shows it with a way to retry
    startSession().catch(() => undefined)
  })
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}
