export { StampBook } from './StampBook'
export { yearOf } from './model'
