export { CodeCells } from './CodeCells'
export { Keypad } from './Keypad'
export { CODE_LENGTH, press, type CodeKey } from './model'
