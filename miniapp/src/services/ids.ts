import { bytesToBase64url, randomBytes } from './crypto'
import { createSlot, isText } from './storage'

const deviceSlot = createSlot('device-id', isText)
let making: Promise<string> | null = null

/** A random name of this device, kept: two members on one phone can be noticed, nobody can be followed by it. */
export function deviceId(): Promise<string> {
  making ??= readOrMake()
  return making
}

async function readOrMake(): Promise<string> {
  const known = deviceSlot.read()
  if (known !== null) return known
  const made = bytesToBase64url(await randomBytes(16))
  deviceSlot.write(made)
  return made
}

const hex4 = () =>
  Math.floor(Math.random() * 0x10000)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0')

/** The number (问题编号) under which the service's log knows a request, e.g. 7F3A-20C1-94BE. Not a secret. */
export function requestId(): string {
  return `${hex4()}-${hex4()}-${hex4()}`
}
