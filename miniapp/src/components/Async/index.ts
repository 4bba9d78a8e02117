export { Async } from './Async'
export { EmptyState, ErrorState } from './Blank'
export type { AsyncSource } from './model'
