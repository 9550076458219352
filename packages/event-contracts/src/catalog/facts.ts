import { z } from 'zod'
import type { VersionHistory } from '../wire/versions.ts'

/** What lots and their searches name a category by; never changes. */
export const categoryCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')

const categoryName = z.string().min(1).max(100)

/** What the catalogue has been told. A category's stream has an id of its own; its code is claimed in the same append. */
export const catalogFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('category.added'), data: z.object({ code: categoryCode, name: categoryName }) }),
  z.object({ type: z.literal('category.renamed'), data: z.object({ name: categoryName }) }),
])
export type CatalogFact = z.output<typeof catalogFact>

const first = { current: 1, upcasters: {} }

export const catalogFactVersions = {
  'category.added': first,
  'category.renamed': first,
} satisfies Record<CatalogFact['type'], VersionHistory>
