import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { schemaDisagreements } from '../src/index.ts'
import { testDatabase } from './database.ts'

const fixtures = join(import.meta.dirname, 'fixtures/prisma')
const database = testDatabase()

const disagreements = (): Promise<readonly string[]> =>
  schemaDisagreements(database.pool(), { schema: 'command', prismaSchemaPath: join(fixtures, 'schema.prisma') })

beforeEach(async () => {
  await database.empty()
  await database.pool().query(await readFile(join(fixtures, 'agreeing.sql'), 'utf8'))
})

describe('schemaDisagreements', () => {
  it('has nothing to say when the two agree', async () => {
    expect(await disagreements()).toEqual([])
  })

  it.each([
    ['drop table bids', ['table bids: Prisma knows it, the database does not']],
    ['create table extra (id int)', ['table extra: the database has it, Prisma does not know it']],
    ['alter table lots drop steps', ['column lots.steps: Prisma knows it, the database does not']],
    ['alter table lots add extra int', ['column lots.extra: the database has it, Prisma does not know it']],
    ['alter table lots alter steps type int', ['column lots.steps: smallint to Prisma, integer in the database']],
    ['alter table lots alter price type int', ['column lots.price: bigint to Prisma, integer in the database']],
    [
      'alter table lots alter title type varchar(100)',
      ['column lots.title: character varying(200) to Prisma, character varying(100) in the database'],
    ],
    [
      'alter table lots alter ends_at type timestamptz',
      ['column lots.ends_at: timestamp(3) with time zone to Prisma, timestamp with time zone in the database'],
    ],
    [
      'alter table lots alter seen_at type timestamptz(3)',
      ['column lots.seen_at: timestamp with time zone to Prisma, timestamp(3) with time zone in the database'],
    ],
    ['alter table lots alter details type json', ['column lots.details: jsonb to Prisma, json in the database']],
    [
      'alter table lots alter tags type uuid[] using null',
      ['column lots.tags: text[] to Prisma, uuid[] in the database'],
    ],
    ['alter table lots alter steps drop not null', ['column lots.steps: not null to Prisma, nullable in the database']],
    ['alter table lots alter image set not null', ['column lots.image: nullable to Prisma, not null in the database']],
    ['alter table lots alter tags drop not null', []],
    [
      'alter table lots alter price drop default',
      ['column lots.price: with a default to Prisma, without a default in the database'],
    ],
    [
      'alter table lots alter lot_number drop identity',
      ['column lots.lot_number: with a default to Prisma, without a default in the database'],
    ],
    [
      'alter table bids alter token set default gen_random_uuid()',
      ['column bids.token: without a default to Prisma, with a default in the database'],
    ],
    [
      'alter table bids drop constraint bids_pkey, add primary key (version, lot_id)',
      ['primary key of bids: (lot_id, version) to Prisma, (version, lot_id) in the database'],
    ],
    [
      'alter table bids drop constraint bids_pkey',
      ['primary key of bids: (lot_id, version) to Prisma, () in the database'],
    ],
    [
      'alter table lots drop constraint lots_lot_number_key',
      ['unique key of lots (lot_number): Prisma knows it, the database does not'],
    ],
    [
      'create unique index on bids (token) include (kind)',
      ['unique key of bids (token): the database has it, Prisma does not know it'],
    ],
    [
      'alter table bids drop constraint bids_lot_id_fkey',
      ['foreign key of bids (lot_id) references lots (id): Prisma knows it, the database does not'],
    ],
    [
      'alter table bids add foreign key (version) references lots (lot_number)',
      ['foreign key of bids (version) references lots (lot_number): the database has it, Prisma does not know it'],
    ],
    [
      "alter type bid_kind add value 'blind'",
      ['enum bid_kind: (exact, max) to Prisma, (exact, max, blind) in the database'],
    ],
    ['alter table bids alter kind type text', ['column bids.kind: bid_kind to Prisma, text in the database']],
    ["create type colour as enum ('red')", ['enum colour: the database has it, Prisma does not know it']],
  ])('sees: %s', async (change, expected) => {
    await database.pool().query(change)
    expect(await disagreements()).toEqual(expected)
  })

  it('says what is wrong with a Prisma schema', async () => {
    const asked = schemaDisagreements(database.pool(), {
      schema: 'command',
      prismaSchemaPath: join(fixtures, 'agreeing.sql'),
    })
    await expect(asked).rejects.toThrow(/is not a valid Prisma schema/)
  })
})
