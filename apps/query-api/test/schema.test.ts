import { createPool, migrate, revert, schemaDisagreements } from '@gavel/database'
import { createScope } from '@gavel/local-stack'
import { expect, it } from '@jest/globals'
import { migrations, prismaSchema } from './world.ts'

it('the migrated database is what schema.prisma says, and goes back to nothing', async () => {
  const scope = await createScope()
  const pool = createPool({
    connectionString: scope.databaseUrl('query'),
    schema: 'query',
    applicationName: 'query',
  })
  try {
    await migrate(pool, { directory: migrations })
    expect(await schemaDisagreements(pool, { schema: 'query', prismaSchemaPath: prismaSchema })).toEqual([])
    while ((await revert(pool, { directory: migrations })) !== undefined);
    const { rows } = await pool.query(
      "select table_name from information_schema.tables where table_schema = 'query' and table_name not like '\\_%'",
    )
    expect(rows).toEqual([])
  } finally {
    await pool.end()
    await scope.drop()
  }
})
