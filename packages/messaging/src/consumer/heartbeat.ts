import type { EachBatchPayload } from 'kafkajs'
import { heartbeatIntervalMs } from '../limits.ts'
import { isGroupError } from './groupErrors.ts'
import type { Membership } from './membership.ts'

export type Heartbeat = { beat(): Promise<void>; stop(): void }

/**
 * Beats while a batch is in hand, also during a long `handle` or back-off; kafkajs itself only beats between batches.
 * A beat that fails to arrive is no reason to stop: the next one, or the commit, will tell.
 */
export function keepBeating(payload: EachBatchPayload, membership: Membership): Heartbeat {
  async function beat(): Promise<void> {
    try {
      await payload.heartbeat()
    } catch (error) {
      if (isGroupError(error)) membership.interrupt(error)
    }
  }
  const timer = setInterval(() => void beat(), heartbeatIntervalMs)
  return { beat, stop: () => clearInterval(timer) }
}
