import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { goBack } from '@/services/navigation'
import { Icon } from '../Icon'
import { Logo } from '../Logo'
import { Pressable } from '../Pressable'
import { navMetrics } from './metrics'

/** `brand`: logo and branch (首页), `tab`: title at the left, `back` and `close` (a task that ends): way out and centred title. */
export type NavKind = 'brand' | 'tab' | 'back' | 'close'

export interface NavBarProps {
  kind: NavKind
  title: string
  /** At the right of `brand`, before WeChat's capsule. */
  aside?: ReactNode
  onBack?: () => void
}

function NavContent({ kind, title, aside, onBack = goBack, capsule }: NavBarProps & { capsule: boolean }) {
  const heading = { role: 'heading', 'aria-level': 1 }
  if (kind === 'brand') {
    return (
      <View className='nav-id'>
        <Logo />
        <View className='two-lines nav-id-t' {...heading}>
          {title}
        </View>
        {aside}
      </View>
    )
  }
  if (kind === 'tab') {
    return (
      <View className='nav-t left' {...heading}>
        {title}
      </View>
    )
  }
  return (
    <>
      <Pressable className='nav-back' pressedClass='none' label={kind === 'back' ? '返回' : '关闭'} onTap={onBack}>
        <Icon name={kind === 'back' ? 'back' : 'x'} />
      </Pressable>
      <View className='nav-t one' {...heading}>
        {title}
      </View>
      {/* WeChat's capsule stands there already, and leaves the title little room. */}
      {!capsule && <View className='nav-even' />}
    </>
  )
}

/** The navigation bar: stays at the top of the page, beside WeChat's capsule. */
export function NavBar(props: NavBarProps) {
  const { status, bar, capsule } = navMetrics()
  return (
    <>
      <View className='nav-fixed' style={{ paddingTop: `${status}px` }}>
        <View className='nav' style={{ height: `${bar}px`, ...(capsule > 0 && { paddingRight: `${capsule}px` }) }}>
          <NavContent {...props} capsule={capsule > 0} />
        </View>
      </View>
      <View style={{ height: `${status + bar}px` }} />
    </>
  )
}
