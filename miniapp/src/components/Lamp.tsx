import { View } from '@tarojs/components'

export type LampState = 'ok' | 'plan' | 'warn' | 'bad' | 'todo' | 'na'

/** A state by shape and colour: ● done, ▭ planned, ▲ due soon, ◆ overdue, ○ not yet due, – does not apply. */
export function Lamp({ state, label }: { state: LampState; label: string }) {
  const access = { role: 'img', 'aria-label': label }
  return <View className={`lamp ${state}`} {...access} />
}
