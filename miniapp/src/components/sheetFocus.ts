/** What a sheet carries so that the keyboard finds it; nothing in WeChat. sheetFocus.h5.ts is the twin in a browser. */
export function useSheetFocus(_open: boolean, _onClose: () => void): { id?: string } {
  return {}
}
