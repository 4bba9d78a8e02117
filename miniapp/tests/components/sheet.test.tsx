import { act, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { useSheetFocus } from '@/components/sheetFocus.h5'

jest.useFakeTimers()
beforeEach(() => {
  // jsdom draws nothing: what is in the document counts as seen
  jest.spyOn(Element.prototype, 'getClientRects').mockReturnValue([{}] as unknown as DOMRectList)
})
afterEach(() => jest.restoreAllMocks())

function Sheet({ name, open, onClose }: { name: string; open: boolean; onClose: () => void }) {
  const access = useSheetFocus(open, onClose)
  if (!open) return null
  return (
    <div role='dialog' aria-label={name} {...access}>
      <button tabIndex={0}>{name} 一</button>
      <button tabIndex={0}>{name} 二</button>
    </div>
  )
}

function Page() {
  const [open, setOpen] = useState<readonly string[]>([])
  const close = (name: string) => setOpen((now) => now.filter((one) => one !== name))
  return (
    <div>
      <button onClick={() => setOpen(['下'])}>开</button>
      <button onClick={() => setOpen(['下', '上'])}>再开</button>
      {['下', '上'].map((name) => (
        <Sheet key={name} name={name} open={open.includes(name)} onClose={() => close(name)} />
      ))}
    </div>
  )
}

const tap = (name: string) => {
  const button = screen.getByRole('button', { name })
  button.focus()
  fireEvent.click(button)
  act(() => void jest.runAllTimers())
}
const press = (key: string, shiftKey = false) => fireEvent.keyDown(document.activeElement ?? document.body, { key, shiftKey })

test('the keyboard goes into the sheet, round within it, and back to what opened it', () => {
  render(<Page />)
  tap('开')
  expect(screen.getByRole('dialog', { name: '下' })).toHaveFocus()
  press('Tab')
  expect(screen.getByRole('button', { name: '下 一' })).toHaveFocus()
  press('Tab', true)
  expect(screen.getByRole('button', { name: '下 二' })).toHaveFocus()
  press('Tab')
  expect(screen.getByRole('button', { name: '下 一' })).toHaveFocus()
  press('Escape')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.getByRole('button', { name: '开' })).toHaveFocus()
})

test('of two sheets the upper one hears the keyboard', () => {
  render(<Page />)
  tap('开')
  tap('再开')
  press('Escape')
  expect(screen.getAllByRole('dialog').map((sheet) => sheet.getAttribute('aria-label'))).toEqual(['下'])
  press('Escape')
  expect(screen.queryByRole('dialog')).toBeNull()
  press('Escape')
})
