import { authRoutes } from '@pioneer/shared-types/auth/routes'
import type { Bind, BindResult } from '@pioneer/shared-types/auth/schemas'
import type { Ok } from '@pioneer/shared-types/common/schemas'
import { infoRoutes } from '@pioneer/shared-types/info/routes'
import type { Info } from '@pioneer/shared-types/info/schemas'
import { http } from '@/services/http'

/** Mode and name of the installation; nobody has to be signed in. */
export const fetchInfo = (): Promise<Info> => http.call(infoRoutes.info, {}, { anonymous: true })

export const bind = (body: Bind): Promise<BindResult> => http.call(authRoutes.bind, { body })

/** Frees this device. */
export const unbind = (): Promise<Ok> => http.call(authRoutes.unbind)

/** Takes the consent back: every device of this person is freed. */
export const withdrawConsent = (): Promise<Ok> => http.call(authRoutes.withdrawConsent)
