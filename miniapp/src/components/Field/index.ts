export { Field, type FieldProps } from './Field'
export { InputField, type InputFieldProps } from './InputField'
export { PickerField, DateField, type PickerFieldProps, type DateFieldProps } from './PickerField'
