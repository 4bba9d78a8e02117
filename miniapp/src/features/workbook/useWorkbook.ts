import { useState } from 'react'
import { toast, toastError } from '@/components/toast'
import { chooseFile, type ChosenFile } from './chooseFile'
import { isWorkbook, MOST_BYTES } from './model'
import { WORDS } from './words'

/**
 * A workbook from its choice to what the service read in it; the way back is another file.
 * @param read asks the service; changes nothing there
 */
export function useWorkbook<P>(read: (bytes: ArrayBuffer) => Promise<P>) {
  const [reading, setReading] = useState(false)
  const [preview, setPreview] = useState<P | null>(null)

  const take = async ({ name, bytes }: ChosenFile): Promise<void> => {
    if (!isWorkbook(name, bytes)) return toast(WORDS.notXlsx)
    if (bytes.byteLength > MOST_BYTES) return toast(WORDS.tooBig)
    setReading(true)
    setPreview(null)
    try {
      setPreview(await read(bytes))
    } catch (error) {
      toastError(error)
    } finally {
      setReading(false)
    }
  }

  return { reading, preview, choose: () => void chooseFile((file) => void take(file), toastError), forget: () => setPreview(null) }
}
