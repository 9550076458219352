import { z } from 'zod'
import { instant, paddleNumber, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'

const mark = z.object({
  userId: uuid,
  /** Of the member's stream. */
  version: z.int().positive(),
  at: instant,
})

/** Everything projector publishes about members. */
export const memberView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('watch.view'), data: mark.extend({ auctionId: uuid, watching: z.boolean() }) }),
  z.object({ type: z.literal('block.view'), data: mark.extend({ paddleNumber, blocked: z.boolean() }) }),
])
export type MemberView = z.output<typeof memberView>
export type WatchView = Extract<MemberView, { type: 'watch.view' }>['data']
export type BlockView = Extract<MemberView, { type: 'block.view' }>['data']

const first = { current: 1, upcasters: {} }

export const memberViewVersions = {
  'watch.view': first,
  'block.view': first,
} satisfies Record<MemberView['type'], VersionHistory>
