import { Problem } from '@gavel/service-kit'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { createVersionedRead } from '../http/versionedRead.ts'

export type StoredCategory = { id: string; code: string; name: string; version: number }

/** Administrators alone have a version to wait for. */
const waitersMax = 100

/** Reads a category by its code. @throws Problem as VersionedRead does: not_found, or not_yet */
export function createCategoryReader(prisma: PrismaClient) {
  const read = createVersionedRead({ waitersMax })
  const stored = async (code: string): Promise<StoredCategory | undefined> => {
    const select = { id: true, code: true, name: true, version: true }
    return (await prisma.category.findUnique({ select, where: { code } })) ?? undefined
  }
  return (code: string, atLeast: number | undefined): Promise<StoredCategory> =>
    read(() => stored(code), { atLeast, unknown: noSuchCategory })
}

export const noSuchCategory = (): Problem => new Problem('not_found', { detail: 'There is no such category.' })
