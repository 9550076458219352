import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createPool, schemaDisagreements } from '@gavel/database'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type CommandSideFixture, directory, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture

beforeAll(async () => {
  side = await startCommandSide()
})
afterAll(() => side.stop())

it('the Prisma schema and the migrated database agree', async () => {
  const pool = createPool({
    connectionString: side.scope.databaseUrl('command'),
    schema: 'command',
    applicationName: 'test',
  })
  const prismaSchemaPath = resolve(directory, 'prisma/schema.prisma')
  expect(await schemaDisagreements(pool, { schema: 'command', prismaSchemaPath })).toEqual([])
  await pool.end()
})

it.each([
  ['20261121000000_event_store/migration.sql', 'event-store.sql'],
  ['20261121000000_event_store/down.sql', 'event-store.down.sql'],
  ['20261121100500_outbox_retry/migration.sql', 'outbox-retry.sql'],
  ['20261121100500_outbox_retry/down.sql', 'outbox-retry.down.sql'],
])("%s is the event store's own", async (migration, original) => {
  const ours = resolve(directory, 'prisma/migrations', migration)
  const theirs = resolve(directory, '../../packages/event-store/sql', original)
  expect(await readFile(ours, 'utf8')).toBe(await readFile(theirs, 'utf8'))
})
