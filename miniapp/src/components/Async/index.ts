export { Async, type AsyncProps } from './Async'
export { EmptyState, ErrorState, type EmptyStateProps, type ErrorStateProps } from './Blank'
export type { AsyncSource } from './model'
