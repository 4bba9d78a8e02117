import { View } from '@tarojs/components'

/** The house mark: a star cut by one branching line. At least 18 px. */
export function Logo({ size = 26 }: { size?: number }) {
  return <View className='logo' style={{ width: `${size}px`, height: `${size}px` }} aria-hidden='true' />
}
