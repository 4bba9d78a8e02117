export { StampBook } from './StampBook'
export { yearOf, type Stamp } from './model'
