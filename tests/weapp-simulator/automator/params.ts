/** Parameters of one protocol call. */
export type Params = Readonly<Record<string, unknown>>
/** One method of the protocol. */
export type Method = (params: Params) => unknown

export const textOf = (params: Params, name: string): string => {
  const value = params[name]
  if (typeof value !== 'string') throw new Error(`${name} should be a string`)
  return value
}
export const listOf = (params: Params, name: string): unknown[] => (Array.isArray(params[name]) ? params[name] : [])
export const textsOf = (params: Params, name: string): string[] => listOf(params, name).map(String)
