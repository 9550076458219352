import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import { earliestMs } from '../http/inputs.ts'
import { lotOf } from '../sql/lotRow.ts'
import { type ListQuery, sorts } from './inputs.ts'

const place = z.strictObject({
  sort: sorts,
  at: z.iso.datetime({ precision: 3 }).refine((at) => Date.parse(at) >= earliestMs),
  id: z.uuid(),
})

/**
 * A page of lots. `newest`: by when they were listed. `ending_soon`: by their end, and unless a status is asked for,
 * without those that are over.
 *
 * @throws Problem invalid_input when the cursor is of another sort.
 */
export async function listLots(
  prisma: PrismaClient,
  query: ListQuery,
): Promise<{ items: readonly LotView[]; nextCursor: string | null }> {
  const { limit, sort } = query
  const rows = await prisma.lot.findMany({
    where: { AND: [filters(query), query.cursor === undefined ? {} : beyond(query.cursor, sort)] },
    orderBy: sort === 'newest' ? [{ createdAt: 'desc' }, { id: 'desc' }] : [{ endsAt: 'asc' }, { id: 'asc' }],
    // One more than asked for tells whether there is another page.
    take: limit + 1,
  })
  const items = rows.slice(0, limit).map(lotOf)
  const last = rows.length > limit ? items.at(-1) : undefined
  if (last === undefined) return { items, nextCursor: null }
  const at = sort === 'newest' ? last.createdAt : last.endsAt
  return { items, nextCursor: encodeCursor({ sort, at, id: last.id }) }
}

/** The newest lots of all. */
export async function newestLots(prisma: PrismaClient, limit: number): Promise<readonly LotView[]> {
  const rows = await prisma.lot.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit })
  return rows.map(lotOf)
}

/** A page by its number, from 1, newest first, and how many lots there are in all: for clients that know no cursors. */
export async function lotsOnPage(
  prisma: PrismaClient,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ lots: readonly LotView[]; total: number }> {
  const [rows, total] = await Promise.all([
    prisma.lot.findMany({
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
    prisma.lot.count(),
  ])
  return { lots: rows.map(lotOf), total }
}

function filters({ status, category, seller, endingBefore, sort }: ListQuery): Prisma.LotWhereInput {
  const notOver = sort === 'ending_soon' && status === undefined
  return {
    ...(notOver ? { status: { in: ['scheduled', 'active'] } } : {}),
    ...(status === undefined ? {} : { status }),
    ...(category === undefined ? {} : { category }),
    ...(seller === undefined ? {} : { sellerId: seller }),
    ...(endingBefore === undefined ? {} : { endsAt: { lt: endingBefore } }),
  }
}

/** The first comparison alone is what the index can begin at; the `or` only sorts out equal instants. */
function beyond(cursor: string, sort: ListQuery['sort']): Prisma.LotWhereInput {
  const schema = place.extend({ sort: z.literal(sort) })
  const { at, id } = decodeCursor(schema, cursor)
  return sort === 'newest'
    ? { createdAt: { lte: at }, OR: [{ createdAt: { lt: at } }, { id: { lt: id } }] }
    : { endsAt: { gte: at }, OR: [{ endsAt: { gt: at } }, { id: { gt: id } }] }
}
