import pg from 'pg'
import { type DatabaseLogger, silentLogger } from '../logger.ts'
import { safeInteger } from './safeInteger.ts'
import { schemaName } from './schemaName.ts'

const idleTimeoutMs = 30_000
const keepAliveInitialDelayMs = 10_000
/** A transaction left open holds its locks: whoever forgot it loses it. */
const idleInTransactionTimeoutMs = 30_000
/** The server's own limit ends a statement; this one ends the wait for a server that is no longer there to say so. */
const deadServerAfterMs = 5_000

/** For this pool only (pg's own parsers are global). bigint as number; numeric stays text, timestamptz becomes Date. */
function parsers(): pg.TypeOverrides {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, safeInteger)
  return types
}

/**
 * A pool whose connections see `schema` first and only (search_path). `max` connections (10); a statement may take
 * `statementTimeoutMs` (10 s), getting a connection `connectionTimeoutMs` (5 s): then the query rejects, and
 * `isTransient` is true of the error. Work that needs longer raises both limits: `set local statement_timeout`, and
 * `query_timeout` on the query. (pg sets TCP_NODELAY itself.) End it with `pool.end()`.
 */
export function createPool(options: {
  connectionString: string
  schema: string
  applicationName: string
  max?: number
  statementTimeoutMs?: number
  connectionTimeoutMs?: number
  logger?: DatabaseLogger
}): pg.Pool {
  const { statementTimeoutMs = 10_000, logger = silentLogger } = options
  const settings = {
    search_path: schemaName(options.schema),
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
  }
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    max: options.max ?? 10,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 5_000,
    idleTimeoutMillis: idleTimeoutMs,
    query_timeout: statementTimeoutMs + deadServerAfterMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveInitialDelayMs,
    types: parsers(),
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => logger.error({ err: error }, 'an idle database connection broke'))
  return pool
}
