import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import pg from 'pg'

// What roles.sh asks of psql, for machines that have none: variables, quoted, and statements one by one from standard
// input, up to the first that fails. What psql would do and this does not, it refuses. The server is the one of PGHOST…

const { values } = parseArgs({
  options: {
    variable: { type: 'string', short: 'v', multiple: true, default: [] },
    username: { type: 'string' },
    dbname: { type: 'string' },
  },
})
const variables = new Map(values.variable.map((pair) => pair.split(/=(.*)/s, 2)).map(([name, value]) => [name, value]))
if (variables.get('ON_ERROR_STOP') !== '1') throw new Error('psql would go on after an error')

const script = await text(process.stdin)
if (script.includes('\\')) throw new Error('psql has commands of its own behind a backslash')
const statements = script.replaceAll(/:(["'])(\w+)\1/g, (whole, quote, name) => {
  const value = variables.get(name)
  if (value === undefined) throw new Error(`psql knows no ${whole}`)
  return quote === '"' ? pg.escapeIdentifier(value) : pg.escapeLiteral(value)
})

const client = new pg.Client({ user: values.username, database: values.dbname })
await client.connect()
try {
  for (const statement of statements.split(/;\s*\n/).filter((one) => one.trim() !== '')) await client.query(statement)
} finally {
  await client.end()
}
