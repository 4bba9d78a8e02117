/** The built-in elements the app uses, as custom elements. What is not here behaves as a plain box. */

const BOXES = ['view', 'text', 'button', 'label', 'form', 'block', 'cover-view', 'navigator', 'scroll-view', 'swiper', 'swiper-item', 'rich-text', 'icon', 'progress', 'switch', 'slider', 'checkbox', 'radio', 'canvas', 'video', 'map', 'web-view', 'root-portal', 'camera', 'picker']

/** Every tag that is defined. */
export const TAGS = [...BOXES, 'image', 'input', 'textarea']

/** An element whose properties may be of any type, as wxml sets them. */
export class SimElement extends HTMLElement {
  /** As they were set. */
  readonly given: Record<string, unknown> = {}

  override setAttribute(name: string, value: unknown): void {
    this.given[name] = value
    super.setAttribute(name, typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value))
    this.changed(name, value)
  }

  override removeAttribute(name: string): void {
    Reflect.deleteProperty(this.given, name)
    super.removeAttribute(name)
    this.changed(name, undefined)
  }

  protected changed(_name: string, _value: unknown): void {
    // A box has nothing more to show.
  }

  protected fire(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: false, composed: false }))
  }
}

/** `hover-class` while a finger is on it. */
class SimBox extends SimElement {
  connectedCallback(): void {
    this.addEventListener('touchstart', () => this.hover(true), { passive: true })
    this.addEventListener('touchend', () => this.hover(false))
    this.addEventListener('touchcancel', () => this.hover(false))
  }

  private hover(on: boolean): void {
    const name = this.given['hover-class']
    if (typeof name !== 'string' || name === '' || name === 'none') return
    if (on) this.classList.add(...name.split(/\s+/))
    else setTimeout(() => this.classList.remove(...name.split(/\s+/)), Number(this.given['hover-stay-time'] ?? 70))
  }
}

class SimImage extends SimElement {
  private readonly picture = document.createElement('img')

  constructor() {
    super()
    const shadow = this.attachShadow({ mode: 'open' })
    shadow.innerHTML = '<style>:host{display:inline-block;width:320px;height:240px;overflow:hidden}img{width:100%;height:100%;display:block}</style>'
    shadow.append(this.picture)
    this.picture.addEventListener('load', () => this.fire('load', { width: this.picture.naturalWidth, height: this.picture.naturalHeight }))
    this.picture.addEventListener('error', () => this.fire('error', { errMsg: `GET ${this.picture.src} failed` }))
  }

  protected override changed(name: string, value: unknown): void {
    if (name === 'src' && typeof value === 'string' && value !== '') this.picture.src = /^(https?:|data:)/.test(value) ? value : `/dist/${value.replace(/^\//, '')}`
    if (name === 'mode') this.picture.style.objectFit = value === 'aspectFit' ? 'contain' : value === 'aspectFill' ? 'cover' : 'fill'
  }
}

/** input and textarea: the field lies in a shadow tree, as WeChat's is out of reach of the page's styles. */
const field = (tag: 'input' | 'textarea') => class extends SimElement {
  readonly field = document.createElement(tag)

  constructor() {
    super()
    const shadow = this.attachShadow({ mode: 'open' })
    shadow.innerHTML = '<style>:host{display:block}input,textarea{width:100%;height:100%;border:0;background:none;font:inherit;color:inherit;text-align:inherit;box-sizing:border-box;padding:0;outline:0;resize:none}</style>'
    shadow.append(this.field)
    this.field.addEventListener('input', (event) => {
      event.stopPropagation()
      this.fire('input', { value: this.field.value, cursor: this.field.selectionStart ?? 0, keyCode: 0 })
    })
    this.field.addEventListener('focus', () => this.fire('focus', { value: this.field.value, height: 0 }))
    this.field.addEventListener('blur', () => this.fire('blur', { value: this.field.value, cursor: 0 }))
    this.field.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Enter' && tag === 'input') this.fire('confirm', { value: this.field.value })
    })
  }

  /** What somebody types, for the automator. */
  type(value: string): void {
    this.field.value = value
    this.field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  protected override changed(name: string, value: unknown): void {
    if (name === 'value') this.field.value = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    if (name === 'placeholder') this.field.placeholder = typeof value === 'string' ? value : ''
    if (name === 'disabled') this.field.disabled = value === true || value === 'true'
    if (name === 'maxlength' && Number(value) > 0) this.field.maxLength = Number(value)
    if (name === 'password' && this.field instanceof HTMLInputElement) this.field.type = value === true ? 'password' : 'text'
  }
}

export function defineElements(): void {
  // A constructor belongs to one tag.
  for (const tag of BOXES) customElements.define(`wx-${tag}`, class extends SimBox {})
  customElements.define('wx-image', SimImage)
  customElements.define('wx-input', field('input'))
  customElements.define('wx-textarea', field('textarea'))
}
