import { readFile } from 'node:fs/promises'
import type { getDMMF } from '@prisma/get-dmmf'
import { columnType } from './columnType.ts'
import { type ColumnShape, columnList, type SchemaShape, type TableShape } from './shape.ts'

type Document = Extract<ReturnType<typeof getDMMF>, { datamodel: unknown }>
type Datamodel = Document['datamodel']
type Model = Datamodel['models'][number]
type Field = Model['fields'][number]

/** Made by Prisma's client before the row is sent; the database knows nothing of them. */
const clientSideDefaults = new Set(['uuid', 'cuid', 'nanoid', 'ulid'])

const columnName = (field: Field): string => field.dbName ?? field.name
const tableName = (model: Model): string => model.dbName ?? model.name

function columnNames(model: Model, fieldNames: readonly string[]): string {
  const names = new Map(model.fields.map((field) => [field.name, columnName(field)]))
  return columnList(fieldNames.map((name) => names.get(name) ?? name))
}

function hasDatabaseDefault({ hasDefaultValue, default: value }: Field): boolean {
  if (!hasDefaultValue) return false
  const isFunction = typeof value === 'object' && value !== null && 'name' in value
  return !isFunction || !clientSideDefaults.has(value.name)
}

function columnShape(field: Field, enums: ReadonlyMap<string, string>): ColumnShape {
  const enumName = field.kind === 'enum' ? enums.get(field.type) : undefined
  const type = enumName === undefined ? columnType(field) : `${enumName}${field.isList ? '[]' : ''}`
  return { type, nullable: field.isList ? undefined : !field.isRequired, hasDefault: hasDatabaseDefault(field) }
}

function foreignKeysOf(model: Model, models: ReadonlyMap<string, Model>): string[] {
  return model.fields.flatMap(({ type, relationFromFields: from = [], relationToFields: to = [] }) => {
    const target = models.get(type)
    if (target === undefined || from.length === 0) return []
    return [`${columnNames(model, from)} references ${tableName(target)} ${columnNames(target, to)}`]
  })
}

function tableShape(model: Model, datamodel: Datamodel): TableShape {
  const enums = new Map(datamodel.enums.map((declared) => [declared.name, declared.dbName ?? declared.name]))
  const models = new Map(datamodel.models.map((declared) => [declared.name, declared]))
  const columns = model.fields
    .filter(({ kind }) => kind === 'scalar' || kind === 'enum')
    .map((field) => [columnName(field), columnShape(field, enums)] as const)
  const keys = (type: string): string[] =>
    datamodel.indexes
      .filter((index) => index.model === model.name && index.type === type)
      .map((index) =>
        columnNames(
          model,
          index.fields.map(({ name }) => name),
        ),
      )
  return {
    columns: new Map(columns),
    primaryKey: keys('id')[0] ?? columnList([]),
    uniqueKeys: keys('unique'),
    foreignKeys: foreignKeysOf(model, models),
  }
}

/**
 * What a Prisma schema says, read by Prisma's own parser.
 * @throws Error when the file can not be read or is not a valid schema.
 */
export async function prismaShape(path: string): Promise<SchemaShape> {
  // Only here: three megabytes of WebAssembly that no service needs in order to run.
  const { getDMMF } = await import('@prisma/get-dmmf')
  const document = getDMMF({ datamodel: await readFile(path, 'utf8') })
  if (!('datamodel' in document)) throw new Error(`${path} is not a valid Prisma schema: ${document.reason}`)
  const { datamodel } = document
  return {
    tables: new Map(datamodel.models.map((model) => [tableName(model), tableShape(model, datamodel)])),
    enums: new Map(
      datamodel.enums.map(({ name, dbName, values }) => [
        dbName ?? name,
        columnList(values.map((value) => value.dbName ?? value.name)),
      ]),
    ),
  }
}
