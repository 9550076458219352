import type { PrismaClient } from '../generated/prisma/client.ts'

export type Backlog = {
  /** Entries whose time has come and whose answer has not been seen. */
  due: number
  /** How long the oldest of them has been due, in ms; 0 when there is none. */
  oldestOverdueMs: number
}

export async function readBacklog(prisma: PrismaClient, now: Date): Promise<Backlog> {
  const { _count, _min } = await prisma.entry.aggregate({
    where: { done: false, dueAt: { lte: now } },
    _count: true,
    _min: { dueAt: true },
  })
  return { due: _count, oldestOverdueMs: _min.dueAt === null ? 0 : now.getTime() - _min.dueAt.getTime() }
}
