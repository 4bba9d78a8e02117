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
