import { Popup } from '@nutui/nutui-react-taro'
import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { classes } from './className'
import { useSettings } from '@/services/settings'
import { useSheetFocus } from './sheetFocus'

export interface SheetProps {
  open: boolean
  title?: string
  /** Beside the title, e.g. a number. */
  aside?: ReactNode
  children: ReactNode
  testId?: string
  onClose: () => void
}

/** A sheet that rises from below; the mask closes it. */
export function Sheet({ open, title, aside, children, testId, onClose }: SheetProps) {
  const largeText = useSettings((state) => state.largeText)
  const access = { role: 'dialog', 'aria-modal': 'true', 'aria-label': title, ...useSheetFocus(open, onClose) }
  return (
    <Popup visible={open} position='bottom' className='sheet-pop' duration={240} lockScroll destroyOnClose onClose={onClose}>
      <View className={classes('app', 'sheet', largeText && 'lt')} data-testid={testId} {...access}>
        <View className='grip' />
        {title && (
          <View className='f sb-w'>
            <View className='h2'>{title}</View>
            {aside}
          </View>
        )}
        {children}
      </View>
    </Popup>
  )
}
