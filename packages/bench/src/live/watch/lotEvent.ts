import { z } from 'zod'

/** The bids of an event: those of versions `first` to `last`. */
export type LotEvent = { first: number; last: number }

const shown = z.object({ bids: z.array(z.object({ version: z.number() })) })

/** Undefined for what is not of the lot. @throws Error when bids are missing between those of the event. */
export function lotEventIn(block: string): LotEvent | undefined {
  const name = /^event: (\w+)$/m.exec(block)?.[1]
  if (name === undefined || name === 'viewers') return undefined
  if (name !== 'lot') throw new Error(`an event that replaces bids: ${name}`)
  const last = Number(/^id: (\d+)$/m.exec(block)?.[1])
  const { bids } = shown.parse(JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? ''))
  for (const [index, { version }] of bids.entries()) {
    if (version !== last - index) throw new Error(`version ${version} where ${last - index} was to be`)
  }
  return { first: last - bids.length + 1, last }
}
