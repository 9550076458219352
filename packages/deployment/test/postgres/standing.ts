import pg from 'pg'

const rolesSql = `
select rolname, rolcanlogin, rolinherit, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
  rolconnlimit, array(select roleid::regrole::text from pg_auth_members where member = r.oid) as member_of
from pg_roles r
where rolname = any($1)
order by 1`

const schemasSql = `
select nspname as schema, nspowner::regrole::text as owner,
  array(select entry::text from unnest(nspacl) as entry order by 1) as rights
from pg_namespace
where nspname !~ '^pg_' and nspname <> 'information_schema'
order by 1`

const settingsSql = `
select setrole::regrole::text as role, setconfig as settings
from pg_db_role_setting
where setdatabase = (select oid from pg_database where datname = current_database())
order by 1`

const databaseSql = `
select array(select entry::text from unnest(datacl) as entry order by 1) as rights
from pg_database
where datname = current_database()`

async function rows(url: string, sql: string, values: readonly unknown[] = []): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url, query_timeout: 30_000 })
  await client.connect()
  try {
    return (await client.query<object>(sql, [...values])).rows
  } finally {
    await client.end()
  }
}

export const query = rows

/** What these may do in the whole cluster. */
export const rolesIn = (url: string, names: readonly string[]): Promise<readonly object[]> =>
  rows(url, rolesSql, [names])

/** Who owns which schema of a database, who may do what there, and what roles find set. */
export const schemasIn = (url: string): Promise<readonly object[]> => rows(url, schemasSql)
export const settingsIn = (url: string): Promise<readonly object[]> => rows(url, settingsSql)
export const rightsOn = (url: string): Promise<readonly object[]> => rows(url, databaseSql)
