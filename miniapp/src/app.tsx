import type { PropsWithChildren, ReactNode } from 'react'
import './styles/app.scss'

/** The root of the mini-program. */
export default function App({ children }: PropsWithChildren): ReactNode {
  return children
}
