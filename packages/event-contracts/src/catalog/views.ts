import { z } from 'zod'
import { instant, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'
import { categoryCode } from './facts.ts'

const categoryView = z.object({
  id: uuid,
  /** Of the category's stream. */
  version: z.int().positive(),
  code: categoryCode,
  name: z.string(),
  createdAt: instant,
  updatedAt: instant,
})
export type CategoryView = z.output<typeof categoryView>

/** Everything projector publishes about the catalogue. */
export const catalogView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('category.view'), data: categoryView }),
])
export type CatalogView = z.output<typeof catalogView>

export const catalogViewVersions = {
  'category.view': { current: 1, upcasters: {} },
} satisfies Record<CatalogView['type'], VersionHistory>
