import { createInterface } from 'node:readline'
import { sentBids, watchJob } from './job.ts'
import { watch } from './watch.ts'

/** The viewers: a process of their own, so that they take no turn of the event loops they measure. */
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const nextLine = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? '')

const watching = await watch(watchJob.parse(await nextLine()))
console.log(JSON.stringify('open'))
console.log(JSON.stringify(await watching.result(sentBids.parse(await nextLine()))))
process.exit(0)
