import Taro from '@tarojs/taro'
import { createSlot, isFlag, isText } from '@/services/storage'

beforeEach(() => Taro.clearStorageSync())

describe('a slot', () => {
  it('reads what was written, and nothing after it was removed', () => {
    const slot = createSlot('name', isText)
    expect(slot.read()).toBeNull()
    slot.write('周敏')
    expect(slot.read()).toBe('周敏')
    slot.remove()
    expect(slot.read()).toBeNull()
  })

  it('does not mix names, nor read what does not fit', () => {
    createSlot('a', isText).write('on')
    expect(createSlot('b', isText).read()).toBeNull()
    expect(createSlot('a', isFlag).read()).toBeNull()
  })

  it('reads nothing from a storage that refuses', () => {
    const read = jest.spyOn(Taro, 'getStorageSync').mockImplementation(() => {
      throw new Error('quota')
    })
    expect(createSlot('a', isText).read()).toBeNull()
    read.mockRestore()
  })
})
