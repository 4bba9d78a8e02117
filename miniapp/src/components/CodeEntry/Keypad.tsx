import { View } from '@tarojs/components'
import { useEffect, useRef } from 'react'
import { classes } from '../className'
import { Icon } from '../Icon'
import { Pressable } from '../Pressable'
import { codeKeyOf, type CodeKey } from './model'

const KEYS: readonly CodeKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'clear', '0', 'delete']
const NAMES: Partial<Record<CodeKey, string>> = { clear: '清空', delete: '删除一位' }

/** Hands what is typed on a real keyboard to the keypad; browsers only. */
function useHardwareKeys(onKey: (key: CodeKey) => void): void {
  const latest = useRef(onKey)
  latest.current = onKey
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return undefined
    const listen = (event: KeyboardEvent) => {
      const key = codeKeyOf(event.key)
      if (key) latest.current(key)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

/** The keys of the typed code, at the foot of the page. */
export function Keypad({ onKey }: { onKey: (key: CodeKey) => void }) {
  useHardwareKeys(onKey)
  return (
    <View className='padwrap'>
      <View className='pad'>
        {KEYS.map((key) => (
          <View key={key} className='key'>
            <Pressable
              className={classes('key-in', key.length > 1 && 'bare')}
              label={NAMES[key] ?? key}
              onTap={() => onKey(key)}
            >
              {key === 'delete' ? <Icon name='del' size={28} /> : key === 'clear' ? '清空' : key}
            </Pressable>
          </View>
        ))}
      </View>
    </View>
  )
}
