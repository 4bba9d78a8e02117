export { startStore as default } from './store'
