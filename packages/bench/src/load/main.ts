import { text } from 'node:stream/consumers'
import { job } from './job.ts'
import { runJob } from './runJob.ts'

/** The load generator: a process of its own, so that it takes no turn of the event loops it measures. */
console.log(JSON.stringify(await runJob(job.parse(JSON.parse(await text(process.stdin))))))
process.exit(0)
