import { createHttpClient, type Authenticator } from './client'
import { taroTransport } from './transport'

const signedOut: Authenticator = { token: () => null, renew: () => Promise.resolve(null) }
let authenticator = signedOut

/** Tells the client who is signed in; the session does this, so that it may itself use the client. */
export function authenticateWith(next: Authenticator): void {
  authenticator = next
}

/** Calls the service: `http.call(authRoutes.me)`. */
export const http = createHttpClient(SERVICE_ORIGIN, taroTransport, {
  token: () => authenticator.token(),
  renew: () => authenticator.renew(),
})

/** The address of something the service hands out as it is, a picture say. */
export const serviceUrl = (path: string): string => SERVICE_ORIGIN + path

export { ApiError, NetworkError, explain, explainShort, refusalOf } from './errors'
