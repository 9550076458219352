import { held } from './lease.ts'

export default async function globalTeardown(): Promise<void> {
  await held.lease?.release()
  held.lease = undefined
}
