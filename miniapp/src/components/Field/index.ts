export { Field } from './Field'
export { InputField } from './InputField'
export { PickerField } from './PickerField'
export { DateField } from './DateField'
