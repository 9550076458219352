import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { withClient } from './client.ts'
import { createScope, type Scope } from './scope.ts'

describe('a role of a service', () => {
  let scope: Scope
  beforeAll(async () => {
    scope = await createScope()
    await withClient(scope.databaseUrl('command'), (command) => command.query('create table secrets (word text)'))
  })
  afterAll(() => scope.drop())

  it('makes its tables in its own schema, without naming it', async () => {
    const found = await withClient(scope.adminDatabaseUrl, (admin) =>
      admin.query(`select schemaname, tableowner from pg_tables where tablename = 'secrets'`),
    )
    expect(found.rows).toEqual([{ schemaname: 'command', tableowner: 'gavel_command' }])
  })

  it('cannot read a table of another service', async () => {
    await withClient(scope.databaseUrl('query'), (query) =>
      expect(query.query('select * from command.secrets')).rejects.toThrow('permission denied for schema command'),
    )
  })

  it('cannot create anything in public, nor a schema, nor a temporary table', async () => {
    await withClient(scope.databaseUrl('query'), async (query) => {
      await expect(query.query('create table public.mine (id int)')).rejects.toThrow(
        'permission denied for schema public',
      )
      await expect(query.query('create schema mine')).rejects.toThrow('permission denied for database')
      await expect(query.query('create temp table mine (id int)')).rejects.toThrow('permission denied')
    })
  })

  it('is nobody in the cluster', async () => {
    await withClient(scope.databaseUrl('query'), async (query) => {
      const found = await query.query(
        'select rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user',
      )
      expect(found.rows).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolbypassrls: false }])
    })
  })
})
