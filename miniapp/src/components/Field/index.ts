export { Field, type FieldProps } from './Field'
export { InputField, type InputFieldProps } from './InputField'
export { PickerField, type PickerFieldProps } from './PickerField'
export { DateField, type DateFieldProps } from './DateField'
