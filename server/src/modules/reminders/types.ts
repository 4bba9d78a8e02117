import type { ClientSession } from 'mongoose'
import type { InboxItem, InboxLink } from '@pioneer/shared-types/reminders/schemas'

/** Something to tell a member: in the inbox always. Unique on (rule, target, member, slot): saying it again changes nothing. */
export interface Notice {
  /** Code of what is told, e.g. `request-decided`. */
  rule: string
  /** `activity:<id>`, `paper:<id>`, `request:<id>`. */
  target: string
  memberId: string
  /** What makes a second one of the same rule and target another one; empty when it can happen once only. */
  slot: string
  kind: InboxItem['kind']
  title: string
  text: string
  link: InboxLink | null
}

/** The door of reminders for other modules. */
export interface RemindersService {
  /** Puts notices into the inboxes, in the caller's transaction when there is one. */
  inform(notices: readonly Notice[], session?: ClientSession): Promise<void>
  unread(memberId: string): Promise<number>
  /** Everything kept: reminders and credits, oldest first. */
  allOf(memberId: string): Promise<unknown[]>
}

/** How a process delivers; tests that kill one make the lease short. Milliseconds. */
export interface DeliverySettings {
  /** So long a reminder belongs to the worker that took it; far longer than a call to WeChat may last. */
  lease: number
  /** How often a process looks for work when it has none. */
  every: number
  /** Reminders a process works on at once. */
  lanes: number
}
