export { TabBar } from './TabBar'
export { useTab, type TabKey } from './tabs'
