import type { HostBridge, Launch, Program } from '../shapes'
import type { Sim } from './main'

interface Given { program: Program; launch: Required<Launch>; storage: Record<string, unknown>; network: 'wifi' | 'none'; privacy: 'agreed' | 'refused' }

declare global {
  interface Window extends HostBridge {
    simGiven: Given
    /** The handle tests hold. */
    sim: Sim
  }
}

/** What Node gave to this page. */
export const given = window.simGiven
/** Node's side. */
export const host: HostBridge = window
