export { Page } from './Page'
