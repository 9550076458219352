import type pg from 'pg'
import { schemaName } from '../pool/schemaName.ts'
import { compareShapes } from './compare.ts'
import { databaseShape } from './databaseShape.ts'
import { prismaShape } from './prismaShape.ts'

/**
 * Where the Prisma schema and the migrated database disagree, one line each; [] when they agree. Compared: tables,
 * columns, types, nullability, presence of a default, primary, unique and foreign keys, enums. Not compared: plain
 * indexes, unique indexes over part of the rows or over expressions, checks: what Prisma need not know. A column whose
 * type Prisma has no word for (`Unsupported`) counts as unknown to it.
 */
export async function schemaDisagreements(
  pool: pg.Pool,
  options: { schema: string; prismaSchemaPath: string },
): Promise<readonly string[]> {
  const prisma = await prismaShape(options.prismaSchemaPath)
  return compareShapes(prisma, await databaseShape(pool, schemaName(options.schema)))
}
