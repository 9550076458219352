import { retryFailedRows } from '@gavel/event-store'
import { argumentsAs, countIn, onDatabase, UsageError } from './commandLine.ts'

// `pnpm outbox:retry --id <n> | --all`: FAILED events are tried again at once instead of when their time has come.
await onDatabase(async (pool) => {
  const { id, all = false } = argumentsAs({ id: { type: 'string' }, all: { type: 'boolean' } })
  if ((id === undefined) === !all)
    throw new UsageError('outbox:retry takes --id <n>, as outbox:list tells it, or --all')
  const retried = await retryFailedRows(pool, id === undefined ? undefined : countIn(id, '--id'))
  if (retried === 0 && id !== undefined) throw new UsageError(`No event ${id} of the outbox is FAILED`)
  console.log(retried === 1 ? '1 event is tried again.' : `${retried} events are tried again.`)
})
