import type { ChosenFile } from './chooseFile'

/** A file of this computer. */
export function chooseFile(onRead: (file: ChosenFile) => void, onError: (error: unknown) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  input.onchange = () => {
    const file = input.files?.[0]
    if (file) file.arrayBuffer().then((bytes) => onRead({ name: file.name, bytes }), onError)
  }
  input.click()
}
