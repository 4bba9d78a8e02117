export { stopStore as default } from './store'
