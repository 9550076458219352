import { retryFailedRows } from '@gavel/event-store'
import { countIn, givenTo, noneOf, runCommand, UsageError } from '@gavel/operator'
import { onDatabase } from '../operator/onDatabase.ts'

// `pnpm gavel outbox retry --id <n> | --all`: FAILED events are tried again at once instead of when their time has come.
await runCommand(async () => {
  const { values, positionals } = givenTo('outbox retry', { id: { type: 'string' }, all: { type: 'boolean' } })
  noneOf(positionals)
  const { all = false } = values
  if ((values.id === undefined) === !all) throw new UsageError('retry takes --id <n>, as list tells it, or --all')
  const id = values.id === undefined ? undefined : countIn(values.id, '--id')
  const retried = await onDatabase('outbox', (pool) => retryFailedRows(pool, id))
  if (retried === 0 && id !== undefined) throw new UsageError(`No event ${id} of the outbox is FAILED`)
  console.log(retried === 1 ? '1 event is tried again.' : `${retried} events are tried again.`)
  return 0
})
