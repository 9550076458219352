import type pg from 'pg'
import { z } from 'zod'
import { selectColumns, selectEnums, selectForeignKeys, selectKeys } from './catalogue.sql.ts'
import { canonicalType } from './columnType.ts'
import { columnList, type SchemaShape } from './shape.ts'

const names = z.array(z.string())
const columnRows = z.array(
  z.object({ table: z.string(), column: z.string(), type: z.string(), nullable: z.boolean(), hasDefault: z.boolean() }),
)
const keyRows = z.array(z.object({ table: z.string(), isPrimary: z.boolean(), columns: names }))
const foreignKeyRows = z.array(
  z.object({ table: z.string(), target: z.string(), columns: names, targetColumns: names }),
)
const enumRows = z.array(z.object({ name: z.string(), values: names }))

/** What a schema of the database is. */
export async function databaseShape(pool: pg.Pool, schema: string): Promise<SchemaShape> {
  const columns = columnRows.parse((await pool.query(selectColumns, [schema])).rows)
  const keys = keyRows.parse((await pool.query(selectKeys, [schema])).rows)
  const foreignKeys = foreignKeyRows.parse((await pool.query(selectForeignKeys, [schema])).rows)
  const enums = enumRows.parse((await pool.query(selectEnums, [schema])).rows)

  const tables = Map.groupBy(columns, ({ table }) => table)
  return {
    tables: new Map(
      [...tables].map(([table, rows]) => {
        const own = keys.filter((key) => key.table === table)
        const shape = {
          columns: new Map(
            rows.map(({ column, type, nullable, hasDefault }) => [
              column,
              { type: canonicalType(type), nullable, hasDefault },
            ]),
          ),
          primaryKey: columnList(own.find((key) => key.isPrimary)?.columns ?? []),
          uniqueKeys: own.filter((key) => !key.isPrimary).map((key) => columnList(key.columns)),
          foreignKeys: foreignKeys
            .filter((key) => key.table === table)
            .map((key) => `${columnList(key.columns)} references ${key.target} ${columnList(key.targetColumns)}`),
        }
        return [table, shape]
      }),
    ),
    enums: new Map(enums.map(({ name, values }) => [name, columnList(values)])),
  }
}
