import { MigrationError } from './migrationError.ts'

/** Comments, texts, quoted names, and the bodies of functions, where the words below mean something else. */
const opaque = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$/g

const refused = [
  {
    pattern: /\b(?:create\s+(?:unique\s+)?index|drop\s+index|reindex\b[^;]*?)\s+concurrently\b/i,
    what: '"concurrently" can not run in a transaction, and each migration here is one',
  },
  {
    pattern: /(?:^|;)\s*(?:begin|start\s+transaction|commit|end|rollback|abort|prepare\s+transaction)\b/i,
    what: 'a migration is one transaction already: leave out begin and commit',
  },
  {
    pattern: /(?:^|;)\s*(?:vacuum|alter\s+system|(?:create|drop)\s+(?:database|tablespace))\b/i,
    what: 'vacuum, alter system and whole databases can not be part of a transaction',
  },
]

/** @throws MigrationError when the SQL holds what can not run inside the one transaction of a migration. */
export function assertRunsInTransaction(file: string, sql: string): void {
  const bare = sql.replaceAll(opaque, ' ')
  const found = refused.find(({ pattern }) => pattern.test(bare))
  if (found !== undefined) throw new MigrationError(`${file}: not supported: ${found.what}`)
}
