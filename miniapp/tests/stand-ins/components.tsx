// DOM stand-ins for @tarojs/components, which are bare names on weapp and web components on h5.
import { createElement, type ChangeEvent, type CSSProperties, type ReactNode } from 'react'

interface Props {
  children?: ReactNode
  className?: string
  style?: CSSProperties
  [name: string]: unknown
}

type Listener = ((event: { detail: { value: string } }) => void) | undefined

const PASSED = /^(className|style|id|src|role|placeholder|onClick|onKeyDown|onError|disabled|data-.*|aria-.*)$/

const passed = ({ tabindex, ...props }: Props) => ({
  ...Object.fromEntries(Object.entries(props).filter(([name]) => PASSED.test(name))),
  tabIndex: tabindex,
})

const box = (tag: string) =>
  function Box(props: Props) {
    return createElement(tag, passed(props), props.children)
  }

const entry = (tag: string) =>
  function Entry(props: Props) {
    return createElement(tag, {
      ...passed(props),
      value: props.value,
      maxLength: props.maxlength,
      onChange: (event: ChangeEvent<HTMLInputElement>) =>
        (props.onInput as Listener)?.({ detail: { value: event.target.value } }),
    })
  }

export const View = box('div')
export const ScrollView = box('div')
export const RootPortal = box('div')
export const Picker = box('div')
export const Text = box('span')
export const Image = box('img')
export const Input = entry('input')
export const Textarea = entry('textarea')
