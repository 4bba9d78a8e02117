import { create } from 'zustand'
import { createSlot, isFlag } from './storage'

const largeTextSlot = createSlot('large-text', isFlag)

export interface Settings {
  /** 大字显示: all text a quarter larger. */
  largeText: boolean
  setLargeText: (on: boolean) => void
}

/** How this phone shows things; works at once and is kept. */
export const useSettings = create<Settings>((set) => ({
  largeText: largeTextSlot.read() ?? false,
  setLargeText: (largeText) => {
    largeTextSlot.write(largeText)
    set({ largeText })
  },
}))
