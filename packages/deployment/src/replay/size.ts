import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The bytes of all files below a folder; what links name counts where it is. */
export async function bytesOf(directory: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) bytes += await bytesOf(path)
    else if (entry.isFile()) bytes += (await lstat(path)).size
  }
  return bytes
}
