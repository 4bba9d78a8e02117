/**
 * A route is the plain method and path of an endpoint plus, for the compiler only, the shapes that travel.
 * The phone bundles these objects; the schemas behind the types never reach it.
 */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What one endpoint takes and answers. A part that is left out does not exist. */
export interface Shape {
  params?: object
  query?: object
  body?: object
  reply: unknown
}

export interface Route<S extends Shape = Shape> {
  readonly method: Method
  /** Path below /api/v1 with `:name` for parameters. */
  readonly path: string
  /** Never set: carries the types. */
  readonly shape?: S
}

/** The prefix of every endpoint. */
export const API_PREFIX = '/api/v1'

/** Declares an endpoint. */
export function route<S extends Shape>(method: Method, path: string): Route<S> {
  return { method, path }
}

/** Fills `:name` parameters of a route's path; every value is percent-encoded. */
export function pathOf(path: string, params: Readonly<Record<string, string>> = {}): string {
  return API_PREFIX + path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`missing path parameter ${name} of ${path}`)
    return encodeURIComponent(value)
  })
}
