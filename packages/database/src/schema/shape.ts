/** A schema as far as Prisma and Postgres can both tell it; lists of columns are texts such as `(stream_id, version)`. */
export type SchemaShape = {
  tables: ReadonlyMap<string, TableShape>
  /** name → its values in order */
  enums: ReadonlyMap<string, string>
}

export type TableShape = {
  columns: ReadonlyMap<string, ColumnShape>
  primaryKey: string
  uniqueKeys: readonly string[]
  foreignKeys: readonly string[]
}

export type ColumnShape = {
  /** As Postgres's format_type says it. */
  type: string
  /** undefined: not said. Prisma's lists are never null to it, whether the column is or not. */
  nullable: boolean | undefined
  /** Filled in by the database: a default, an identity, a generated column. */
  hasDefault: boolean
}

export const columnList = (columns: readonly string[]): string => `(${columns.join(', ')})`
