/** What `prisma migrate` would make of a field without a native type. */
const usualTypes: Readonly<Record<string, string>> = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric(65,30)',
  DateTime: 'timestamp(3) without time zone',
  Json: 'jsonb',
  Bytes: 'bytea',
}

/** `@db.…` → the type's name before and after its arguments. */
const nativeTypes: Readonly<Record<string, readonly [string, string?]>> = {
  Text: ['text'],
  Char: ['character'],
  VarChar: ['character varying'],
  Bit: ['bit'],
  VarBit: ['bit varying'],
  Uuid: ['uuid'],
  Xml: ['xml'],
  Inet: ['inet'],
  Citext: ['citext'],
  Boolean: ['boolean'],
  SmallInt: ['smallint'],
  Integer: ['integer'],
  BigInt: ['bigint'],
  Oid: ['oid'],
  Real: ['real'],
  DoublePrecision: ['double precision'],
  Decimal: ['numeric'],
  Money: ['money'],
  Timestamp: ['timestamp', ' without time zone'],
  Timestamptz: ['timestamp', ' with time zone'],
  Time: ['time', ' without time zone'],
  Timetz: ['time', ' with time zone'],
  Date: ['date'],
  Json: ['json'],
  JsonB: ['jsonb'],
  ByteA: ['bytea'],
}

/** Postgres's own ways to say the same: microseconds are the precision of a time that names none, 1 the length of a char. */
export const canonicalType = (type: string): string =>
  type.replace(/^(timestamp|time)\(6\)/, '$1').replace(/^(character|bit)(?=$|\[)/, '$1(1)')

/** The column type of a Prisma field that is no enum; of one we do not know, its name with a word about it. */
export function columnType(field: {
  type: string
  isList: boolean
  nativeType?: readonly [string, readonly string[]] | null
}): string {
  const list = field.isList ? '[]' : ''
  if (!field.nativeType) return canonicalType(`${usualTypes[field.type] ?? `unknown type ${field.type}`}${list}`)
  const [name, args] = field.nativeType
  const [before, after = ''] = nativeTypes[name] ?? [`unknown native type ${name}`]
  return canonicalType(`${before}${args.length > 0 ? `(${args.join(',')})` : ''}${after}${list}`)
}
