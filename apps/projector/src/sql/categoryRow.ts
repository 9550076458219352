import type { CategoryView } from '@gavel/event-contracts'
import { z } from 'zod'

export const categoryRow = z
  .object({
    id: z.string(),
    version: z.number(),
    code: z.string(),
    name: z.string(),
    created_at: z.date(),
    updated_at: z.date(),
  })
  .transform(
    ({ created_at: createdAt, updated_at: updatedAt, ...rest }): CategoryView => ({
      ...rest,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    }),
  )
