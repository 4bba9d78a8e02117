import { QueryClientProvider } from '@tanstack/react-query'
import { useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { watchLinks } from './features/checkin/links'
import { startAnswers } from './services/answers'
import { watchNetwork } from './services/network'
import { startOutbox } from './services/outbox'
import { queryClient } from './services/query'
import { keepSession } from './services/session'
import './styles/app.scss'

/** The root of the mini-program. */
export default function App({ children }: PropsWithChildren) {
  useLaunch((options) => {
    watchNetwork()
    startOutbox()
    startAnswers()
    watchLinks(options)
    keepSession()
  })
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}
