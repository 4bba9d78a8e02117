import { View } from '@tarojs/components'
import jsQR from 'jsqr'
import { useEffect, useRef } from 'react'
import type { LensProps } from './Lens'

/** A look at the picture every so often; each takes some ten milliseconds. */
const LOOK_MS = 180
/** Wide enough for a code of 33 modules from the back of a room, small enough to be read quickly. */
const WIDTH = 640

/** Reads the picture that the camera shows now; null when there is no code in it. */
function readFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | null {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null
  const scale = Math.min(1, WIDTH / video.videoWidth)
  canvas.width = Math.round(video.videoWidth * scale)
  canvas.height = Math.round(video.videoHeight * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
  return jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? null
}

/** Browsers give the camera only to secure pages (https or this machine); elsewhere there is none to ask for. */
const camera = (): Promise<MediaStream> | null =>
  (navigator.mediaDevices as MediaDevices | undefined)?.getUserMedia({ video: { facingMode: 'environment' }, audio: false }) ?? null

/** The camera in a browser: its picture, looked at for a QR code. Nothing of it is kept or sent. */
export function Lens({ onRead, onRefused }: LensProps) {
  const video = useRef<HTMLVideoElement>(null)
  const latest = useRef({ onRead, onRefused })
  latest.current = { onRead, onRefused }

  useEffect(() => {
    let stream: MediaStream | null = null
    let timer: ReturnType<typeof setInterval> | undefined
    let gone = false
    let last: string | null = null

    const look = (canvas: HTMLCanvasElement) => {
      const text = video.current && readFrame(video.current, canvas)
      if (!text || text === last) return
      last = text
      latest.current.onRead(text)
    }
    const start = async () => {
      const asked = camera()
      if (asked === null) return latest.current.onRefused('missing')
      try {
        const granted = await asked
        if (gone) return granted.getTracks().forEach((track) => track.stop())
        stream = granted
        if (video.current) {
          video.current.srcObject = granted
          await video.current.play()
        }
        const canvas = document.createElement('canvas')
        timer = setInterval(() => look(canvas), LOOK_MS)
      } catch (error) {
        const refused = error instanceof DOMException && error.name === 'NotAllowedError'
        latest.current.onRefused(refused ? 'refused' : 'missing')
      }
    }
    void start()
    return () => {
      gone = true
      clearInterval(timer)
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [])

  return (
    <View className='lens'>
      <video ref={video} className='lens-in' style={{ objectFit: 'cover' }} muted playsInline aria-label='相机画面' />
      <View className='lens-frame' />
    </View>
  )
}
