import { productNumber, skuNumber, uuid } from '@gavel/event-contracts'
import { Problem } from '@gavel/service-kit'
import type { z } from 'zod'

/** How a product or a SKU is named in a path: by its id, or by the number that people say. */
export type Reference = { kind: 'id'; id: string } | { kind: 'number'; number: number }

function referenceIn(text: unknown, number: z.ZodType<number>): Reference | undefined {
  if (typeof text !== 'string') return undefined
  if (uuid.safeParse(text).success) return { kind: 'id', id: text.toLowerCase() }
  const read = /^[1-9]\d{0,9}$/.test(text) ? number.safeParse(Number(text)) : undefined
  return read?.success ? { kind: 'number', number: read.data } : undefined
}

/** @throws Problem not_found for what cannot name a product. */
export function productReference(text: unknown): Reference {
  const found = referenceIn(text, productNumber)
  if (found === undefined) throw unknownProduct()
  return found
}

/** @throws Problem not_found for what cannot name a SKU. */
export function skuReference(text: unknown): Reference {
  const found = referenceIn(text, skuNumber)
  if (found === undefined) throw unknownSku()
  return found
}

export const unknownProduct = (): Problem => new Problem('not_found', { detail: 'There is no such product.' })
export const unknownSku = (): Problem => new Problem('not_found', { detail: 'There is no such SKU of this product.' })
