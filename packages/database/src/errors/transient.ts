import { z } from 'zod'

/** SQLSTATEs (PostgreSQL, appendix A): whole classes first. */
const transientClasses = [
  '08', // connection exception
  '53', // insufficient resources: connections, memory, disk
]

const transientStates = new Set([
  '25006', // read-only transaction: this server was the primary a moment ago
  '25P03', // idle in transaction for too long
  '25P04', // transaction timeout
  '40001', // serialisation failure
  '40003', // statement completion unknown
  '40P01', // deadlock
  '55P03', // lock not available
  // Query cancelled: our statement_timeout under load. A query that is always too slow is transient as well by this, and
  // is stopped by the caller's cap on tries: better than a consumer dropping good messages because Postgres was busy.
  '57014',
  '57P01', // shutting down
  '57P02', // crashed, restarting
  '57P03', // starting up
  '57P05', // idle session timeout
])

const transientCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  'P1001', // can not reach the database
  'P1002', // the database timed out
  'P1008', // operations timed out
  'P1017', // the server closed the connection
  'P2024', // no connection from the pool in time
  'P2028', // no transaction in time, or not finished in time
  'P2034', // write conflict or deadlock
  'P2037', // too many connections
])

/** What pg says in words only: its client and its pool give these errors no code. */
const transientMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
]

/** The kinds that Prisma's driver adapter maps errors to. */
const transientKinds = new Set([
  'ConnectionClosed',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
])

const text = z.string().optional().catch(undefined)
const errorLike = z.object({
  code: text,
  /** of PrismaClientInitializationError */
  errorCode: text,
  /** of what Prisma's driver adapter wraps */
  originalCode: text,
  kind: text,
  message: text,
  cause: z.unknown().optional(),
  driverAdapterError: z.unknown().optional(),
  meta: z.unknown().optional(),
  /** of AggregateError: one for each address that was tried */
  errors: z.array(z.unknown()).optional().catch(undefined),
})

const isTransientCode = (code: string): boolean =>
  transientCodes.has(code) ||
  transientStates.has(code) ||
  (code.length === 5 && transientClasses.some((transientClass) => code.startsWith(transientClass)))

const nestingMax = 6

function isTransientWithin(error: unknown, levels: number): boolean {
  const parsed = errorLike.safeParse(error)
  if (!parsed.success || levels === 0) return false
  const { code, errorCode, originalCode, kind, message, cause, driverAdapterError, meta, errors = [] } = parsed.data
  return (
    [code, errorCode, originalCode].some((known) => known !== undefined && isTransientCode(known)) ||
    (kind !== undefined && transientKinds.has(kind)) ||
    transientMessages.some((known) => message?.startsWith(known)) ||
    [cause, driverAdapterError, meta, ...errors].some((inner) => isTransientWithin(inner, levels - 1))
  )
}

/**
 * Whether the same work is worth trying again: the connection was lost or not had in time, the server is starting,
 * stopping or full, a statement or lock took too long, a deadlock, a serialisation failure. It says nothing of whether
 * the work was done: after a lost connection it may have been. Understands errors of pg, of Node's sockets, and of
 * Prisma around them.
 */
export const isTransient = (error: unknown): boolean => isTransientWithin(error, nestingMax)
