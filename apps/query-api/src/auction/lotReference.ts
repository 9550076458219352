import { lotNumber, uuid } from '@gavel/event-contracts'
import { Problem } from '@gavel/service-kit'

/** How a lot is named in a path: by its id, or by the number that people say. */
export type LotReference = { kind: 'id'; id: string } | { kind: 'number'; lotNumber: number }

/** @throws Problem not_found for what cannot name a lot. */
export function lotReference(text: unknown): LotReference {
  if (typeof text === 'string') {
    if (uuid.safeParse(text).success) return { kind: 'id', id: text.toLowerCase() }
    const number = /^[1-9]\d{0,9}$/.test(text) ? lotNumber.safeParse(Number(text)) : undefined
    if (number?.success) return { kind: 'number', lotNumber: number.data }
  }
  throw unknownLot()
}

export const unknownLot = (): Problem => new Problem('not_found', { detail: 'There is no such lot.' })
