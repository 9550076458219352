import type { ColumnShape, SchemaShape, TableShape } from './shape.ts'

/** What is on one side alone, then what `differences` has to say of what is on both. */
function compareMaps<T>(
  what: string,
  prisma: ReadonlyMap<string, T>,
  database: ReadonlyMap<string, T>,
  differences: (name: string, inPrisma: T, inDatabase: T) => string[],
): string[] {
  const unknown = [...database.keys()].filter((name) => !prisma.has(name))
  return [
    ...[...prisma].flatMap(([name, inPrisma]) => {
      const inDatabase = database.get(name)
      if (inDatabase === undefined) return [`${what} ${name}: Prisma knows it, the database does not`]
      return differences(name, inPrisma, inDatabase)
    }),
    ...unknown.map((name) => `${what} ${name}: the database has it, Prisma does not know it`),
  ]
}

const differ = (what: string, inPrisma: string, inDatabase: string): string[] =>
  inPrisma === inDatabase ? [] : [`${what}: ${inPrisma} to Prisma, ${inDatabase} in the database`]

const nullability = (nullable: boolean): string => (nullable ? 'nullable' : 'not null')
const defaulting = (hasDefault: boolean): string => (hasDefault ? 'with a default' : 'without a default')

function compareColumns(what: string, prisma: ColumnShape, database: ColumnShape): string[] {
  const saidNullable = prisma.nullable ?? database.nullable ?? false
  return [
    ...differ(what, prisma.type, database.type),
    ...differ(what, nullability(saidNullable), nullability(database.nullable ?? saidNullable)),
    ...differ(what, defaulting(prisma.hasDefault), defaulting(database.hasDefault)),
  ]
}

const asSet = (keys: readonly string[]): ReadonlyMap<string, true> => new Map(keys.map((key) => [key, true]))

function compareTables(name: string, prisma: TableShape, database: TableShape): string[] {
  const same = (): string[] => []
  return [
    ...compareMaps('column', named(name, prisma.columns), named(name, database.columns), (column, left, right) =>
      compareColumns(`column ${column}`, left, right),
    ),
    ...differ(`primary key of ${name}`, prisma.primaryKey, database.primaryKey),
    ...compareMaps(`unique key of ${name}`, asSet(prisma.uniqueKeys), asSet(database.uniqueKeys), same),
    ...compareMaps(`foreign key of ${name}`, asSet(prisma.foreignKeys), asSet(database.foreignKeys), same),
  ]
}

const named = <T>(table: string, columns: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map([...columns].map(([column, shape]) => [`${table}.${column}`, shape]))

/** Every disagreement of the two, both ways, one line each; none when they agree. */
export function compareShapes(prisma: SchemaShape, database: SchemaShape): string[] {
  return [
    ...compareMaps('table', prisma.tables, database.tables, compareTables),
    ...compareMaps('enum', prisma.enums, database.enums, (name, left, right) => differ(`enum ${name}`, left, right)),
  ]
}
