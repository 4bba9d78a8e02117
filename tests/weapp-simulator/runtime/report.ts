import type { ApiCall, Fault } from '../shapes'
import { host } from './host'

/** What went wrong, and what was called, since the launch. */
export const faults: Fault[] = []
export const calls: ApiCall[] = []

/** Keeps a fault; a test fails by it. */
export function fault(kind: Fault['kind'], message: string): void {
  faults.push({ kind, message })
  void host.simEmit('App.exceptionThrown', { exceptionDetails: { text: `${kind}: ${message}` } })
}

const reasonOf = (reason: unknown): string => {
  if (reason instanceof Error) return `${reason.message}\n${reason.stack ?? ''}`
  if (typeof reason === 'object' && reason !== null && 'errMsg' in reason) return String(reason.errMsg)
  return String(reason)
}

/** Exceptions and rejections nobody caught. */
export function watchErrors(): void {
  window.addEventListener('error', (event) => fault('exception', event.error instanceof Error ? reasonOf(event.error) : event.message))
  window.addEventListener('unhandledrejection', (event) => fault('rejection', reasonOf(event.reason)))
}
