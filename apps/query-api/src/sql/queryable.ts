import type pg from 'pg'

/** A pool, or a connection in a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>
