import { acquire } from '../leaseStack.ts'
import { status } from './status.ts'

/** Starts what is not running and keeps it until `down`. */
export async function up(): Promise<number> {
  const { lease } = await acquire({ onProgress: (line) => void process.stderr.write(`${line}\n`) })
  await lease?.keep()
  await status()
  await lease?.release()
  return 0
}
