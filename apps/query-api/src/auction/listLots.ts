import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import { earliestMs } from '../http/inputs.ts'
import { lotOf } from '../sql/lotRow.ts'
import type { ListQuery } from './inputs.ts'

/** Lots that any sort but `most_watched` lists: see mostWatched.ts. */
export type PlacedQuery = ListQuery & { sort: Exclude<ListQuery['sort'], 'most_watched'> }

const place = z.strictObject({
  sort: z.string(),
  at: z.iso.datetime({ precision: 3 }).refine((at) => Date.parse(at) >= earliestMs),
  id: z.uuid(),
})

/**
 * A page of lots. `newest`: by when they were listed. `ending_soon`: by their end, and unless a status is asked for,
 * without those that are over. `just_opened`: those that are open, by when they were opened, the last one first.
 *
 * @throws Problem invalid_input when the cursor is of another sort.
 */
export async function listLots(
  prisma: PrismaClient,
  query: PlacedQuery,
): Promise<{ items: readonly LotView[]; nextCursor: string | null }> {
  const { limit, sort } = query
  const rows = await prisma.lot.findMany({
    where: { AND: [filters(query), query.cursor === undefined ? {} : beyond(query.cursor, sort)] },
    orderBy: orders[sort],
    // One more than asked for tells whether there is another page.
    take: limit + 1,
  })
  const items = rows.slice(0, limit).map(lotOf)
  const last = rows.length > limit ? items.at(-1) : undefined
  if (last === undefined) return { items, nextCursor: null }
  return { items, nextCursor: encodeCursor({ sort, at: instantOf(last, sort), id: last.id }) }
}

const orders = {
  newest: [{ createdAt: 'desc' }, { id: 'desc' }],
  ending_soon: [{ endsAt: 'asc' }, { id: 'asc' }],
  just_opened: [{ startsAt: 'desc' }, { id: 'desc' }],
} satisfies Record<PlacedQuery['sort'], Prisma.LotOrderByWithRelationInput[]>

function instantOf({ createdAt, endsAt, startsAt }: LotView, sort: PlacedQuery['sort']): string {
  switch (sort) {
    case 'newest':
      return createdAt
    case 'ending_soon':
      return endsAt
    case 'just_opened':
      return startsAt
    default:
      return sort satisfies never
  }
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

function filters({ status, category, seller, endingBefore, sort }: PlacedQuery): Prisma.LotWhereInput {
  return {
    ...statusFilter(sort, status),
    ...(category === undefined ? {} : { category }),
    ...(seller === undefined ? {} : { sellerId: seller }),
    ...(endingBefore === undefined ? {} : { endsAt: { lt: endingBefore } }),
  }
}

function statusFilter(sort: PlacedQuery['sort'], status: ListQuery['status']): Prisma.LotWhereInput {
  if (sort === 'just_opened') return { status: 'active' }
  if (status !== undefined) return { status }
  return sort === 'ending_soon' ? { status: { in: ['scheduled', 'active'] } } : {}
}

/** The first comparison alone is what the index can begin at; the `or` only sorts out equal instants. */
function beyond(cursor: string, sort: PlacedQuery['sort']): Prisma.LotWhereInput {
  const { at, id } = decodeCursor(place.extend({ sort: z.literal(sort) }), cursor)
  switch (sort) {
    case 'newest':
      return { createdAt: { lte: at }, OR: [{ createdAt: { lt: at } }, { id: { lt: id } }] }
    case 'ending_soon':
      return { endsAt: { gte: at }, OR: [{ endsAt: { gt: at } }, { id: { gt: id } }] }
    case 'just_opened':
      return { startsAt: { lte: at }, OR: [{ startsAt: { lt: at } }, { id: { lt: id } }] }
    default:
      return sort satisfies never
  }
}
