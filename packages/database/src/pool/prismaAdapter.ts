import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { schemaName } from './schemaName.ts'

/**
 * Each connection keeps a prepared statement for ever, and `where id in (…)` is another statement for each length of
 * the list: texts after the first thousand go unprepared (an empty name).
 */
const namedStatementsMax = 1_000

function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= namedStatementsMax) return ''
    const name = `prisma_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`
    names.set(sql, name)
    return name
  }
}

/** Prisma over a pool of `createPool`, sharing it with the hot path. Prisma does not end the pool: whoever made it does. */
export function prismaAdapter(pool: pg.Pool, schema: string): PrismaPg {
  return new PrismaPg(pool, { schema: schemaName(schema), statementNameGenerator: statementNames() })
}
