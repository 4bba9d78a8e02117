import { useEffect, useId, useRef } from 'react'

/** What the keyboard can reach. */
const REACHABLE = '[tabindex="0"], input:not([disabled]), textarea:not([disabled]), a[href]'
/** The sheet is drawn a moment after it opens, ms. */
const DRAWN_AFTER_MS = 50

/** Open sheets, the topmost last: only that one hears the keyboard. */
const open: string[] = []

function cycle(sheet: HTMLElement, event: KeyboardEvent): void {
  const all = [...sheet.querySelectorAll<HTMLElement>(REACHABLE)].filter((one) => one.getClientRects().length > 0)
  const at = all.findIndex((one) => one === document.activeElement)
  const next = event.shiftKey ? (at <= 0 ? all.length - 1 : at - 1) : (at + 1) % Math.max(1, all.length)
  event.preventDefault()
  all[next]?.focus()
}

/**
 * Keyboard and screen reader follow a sheet: into it when it opens, round within it, Escape closes it, and back to what
 * opened it.
 */
export function useSheetFocus(isOpen: boolean, onClose: () => void): { id?: string } {
  const id = useId()
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    if (!isOpen) return undefined
    const opener = document.activeElement
    const onKey = (event: KeyboardEvent) => {
      const sheet = document.getElementById(id)
      if (sheet === null || open[open.length - 1] !== id) return
      if (event.key === 'Escape') close.current()
      else if (event.key === 'Tab') cycle(sheet, event)
    }
    open.push(id)
    document.addEventListener('keydown', onKey)
    const timer = setTimeout(() => {
      const sheet = document.getElementById(id)
      sheet?.setAttribute('tabindex', '-1')
      // a field that took the keyboard by itself keeps it
      if (!sheet?.contains(document.activeElement)) sheet?.focus({ preventScroll: true })
    }, DRAWN_AFTER_MS)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', onKey)
      open.splice(open.indexOf(id), 1)
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [isOpen, id])
  return { id }
}
