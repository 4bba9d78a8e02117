import { authRoutes } from '@pioneer/shared-types/auth/routes'
import type { ApprovedBinding, BindingList, BindingRequest, CreateInvitation, Invitation } from '@pioneer/shared-types/auth/schemas'
import { http } from '@/services/http'

export const fetchBindings = (orgId: string): Promise<BindingList> => http.call(authRoutes.bindings, { query: { orgId } })

/** Approving the same person again changes nothing. */
export const approveBinding = (id: string, memberId: string): Promise<ApprovedBinding> =>
  http.call(authRoutes.approveBinding, { params: { id }, body: { memberId } })

export const rejectBinding = (id: string, reason: string): Promise<BindingRequest> => http.call(authRoutes.rejectBinding, { params: { id }, body: { reason } })

/** A one-time code; each call makes another. */
export const createInvitation = (body: CreateInvitation): Promise<Invitation> => http.call(authRoutes.invite, { body })
