import { Image, View } from '@tarojs/components'
import { useEffect, useMemo, useState } from 'react'
import { qrSvg } from '@/components/QrCode'

/** As long as the new code takes to appear over the old one. */
const FADE_MS = 160

function Layer({ address, label, fresh }: { address: string; label: string; fresh: boolean }) {
  const source = useMemo(() => `data:image/svg+xml,${encodeURIComponent(qrSvg(address))}`, [address])
  const access = { role: 'img', 'aria-label': label }
  return (
    <View className={fresh ? 'qr new' : 'qr'} data-address={address} data-testid={fresh ? 'room-qr' : undefined} {...access}>
      <Image src={source} style={{ width: '100%', height: '100%', display: 'block' }} />
    </View>
  )
}

/** The code, white around it; a new one fades in over the old. */
export function RoomQr({ address, label }: { address: string; label: string }) {
  const [under, setUnder] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setUnder(address), FADE_MS + 40)
    return () => clearTimeout(timer)
  }, [address])
  return (
    <View>
      {under !== null && under !== address && <Layer address={under} label='' fresh={false} />}
      <Layer key={address} address={address} label={label} fresh />
    </View>
  )
}
