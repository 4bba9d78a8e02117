import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fireEvent, render, screen } from '@testing-library/react'
import jsQR from 'jsqr'
import { Button } from '@/components/Button'
import { CODE_LENGTH, Keypad, press } from '@/components/CodeEntry'
import { ICON_NAMES } from '@/components/Icon'
import { percent } from '@/components/Progress'
import { qrSvg } from '@/components/QrCode'
import { Seal } from '@/components/Seal'

it('draws every icon it names', () => {
  const sheet = readFileSync(path.join(__dirname, '../../src/styles/icons.scss'), 'utf8')
  const drawn = [...sheet.matchAll(/^ {2}"([a-z]+)":/gm)].map((match) => match[1])
  expect(drawn).toEqual([...ICON_NAMES])
})

describe('a seal', () => {
  it('has a name and a look', () => {
    render(<Seal mark='jia' look='solid' />)
    expect(screen.getByRole('img', { name: '请假' })).toHaveClass('seal-jia', 'solid')
  })
  it('is a dashed square while it waits', () => {
    const { container } = render(<Seal mark={null} />)
    expect(container.firstChild).toHaveClass('bk-slot')
  })
})

describe('a button', () => {
  it('says why it cannot be tapped, and cannot', () => {
    const tap = jest.fn()
    render(<Button reason='还没到签到时间，08:30 开始' onTap={tap}>签到</Button>)
    fireEvent.click(screen.getByRole('button', { name: '签到' }))
    expect(tap).not.toHaveBeenCalled()
    expect(screen.getByText('还没到签到时间，08:30 开始')).toBeInTheDocument()
  })
  it('works from the keyboard, and does not tap what it lies on', () => {
    const tap = jest.fn()
    const below = jest.fn()
    render(<div onClick={below}><Button onTap={tap}>点到</Button></div>)
    fireEvent.keyDown(screen.getByRole('button'), { key: 'Enter' })
    fireEvent.click(screen.getByRole('button'))
    expect(tap).toHaveBeenCalledTimes(2)
    expect(below).not.toHaveBeenCalled()
  })
})

describe('the typed code', () => {
  it('takes six digits, loses one, is cleared', () => {
    const full = ['1', '2', '3', '4', '5', '6', '7'] as const
    expect(full.reduce<string>(press, '')).toHaveLength(CODE_LENGTH)
    expect(press('123', 'delete')).toBe('12')
    expect(press('123', 'clear')).toBe('')
  })
  it('hears taps and a real keyboard', () => {
    const onKey = jest.fn()
    render(<Keypad onKey={onKey} />)
    fireEvent.click(screen.getByRole('button', { name: '7' }))
    fireEvent.click(screen.getByRole('button', { name: '删除一位' }))
    fireEvent.keyDown(window, { key: '4' })
    fireEvent.keyDown(window, { key: 'F5' })
    expect(onKey.mock.calls.flat()).toEqual(['7', 'delete', '4'])
  })
})

/** Paints the runs of a code's path, four pixels a module. */
function paint(svg: string): { pixels: Uint8ClampedArray; edge: number } {
  const edge = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) * 4
  const pixels = new Uint8ClampedArray(edge * edge * 4).fill(255)
  for (const [, x, y, run] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-/g)) {
    for (let row = 0; row < 4; row += 1) {
      for (let column = 0; column < Number(run) * 4; column += 1) {
        const at = ((Number(y) * 4 + row) * edge + Number(x) * 4 + column) * 4
        pixels.fill(0, at, at + 3)
      }
    }
  }
  return { pixels, edge }
}

it('draws a code that a scanner reads', () => {
  const address = 'https://party.example.gov.cn/s/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMn'
  const { pixels, edge } = paint(qrSvg(address))
  expect(jsQR(pixels, edge, edge)?.data).toBe(address)
})

it('fills a bar between nothing and all', () => {
  expect([percent(5, 10), percent(12, 10), percent(-1, 10), percent(1, 0)]).toEqual([50, 100, 0, 0])
})
