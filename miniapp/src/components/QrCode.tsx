import { Image } from '@tarojs/components'
import { create } from 'qrcode/lib/core/qrcode'
import { useMemo } from 'react'

/** Modules of light around the code; scanners need four. */
const QUIET = 4

/** The code of an address (ASCII) as a path, row by row, one stroke for each run of dark modules. */
export function qrSvg(address: string): string {
  // as bytes: for text the package wants a TextEncoder, which the mini-program lacks
  const data = Uint8ClampedArray.from(address, (char) => char.charCodeAt(0))
  const { modules } = create([{ data, mode: 'byte' }], { errorCorrectionLevel: 'M' })
  let path = ''
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      const start = x
      while (x < modules.size && modules.get(y, x)) x += 1
      if (x > start) path += `M${start + QUIET} ${y + QUIET}h${x - start}v1h-${x - start}z`
    }
  }
  const size = modules.size + QUIET * 2
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
  )
}

export interface QrCodeProps {
  /** An address: ASCII only. */
  address: string
  /** Edge in px. */
  size: number
  label: string
  testId?: string
}

/** A QR code. Draw it only where few are drawn: a code is a few kilobytes of picture. */
export function QrCode({ address, size, label, testId }: QrCodeProps) {
  const source = useMemo(() => `data:image/svg+xml,${encodeURIComponent(qrSvg(address))}`, [address])
  const access = { role: 'img', 'aria-label': label }
  return (
    <Image
      src={source}
      style={{ width: `${size}px`, height: `${size}px`, display: 'block' }}
      data-testid={testId}
      data-address={address}
      {...access}
    />
  )
}
