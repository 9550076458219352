import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SecretFiles } from './newSecrets.ts'

/**
 * Writes a file of variables for each, readable by oneself alone. Values stand as they are, without quotes: compose and
 * kustomize read them alike.
 * @throws Error when the folder is there: passwords that a database was made with are not to be lost
 */
export async function writeSecrets(directory: string, files: SecretFiles): Promise<void> {
  if (existsSync(directory)) throw new Error(`${directory} is there already: delete it to make new secrets`)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const [name, variables] of Object.entries(files)) {
    const lines = Object.entries(variables).map(([variable, value]) => `${variable}=${value}\n`)
    await writeFile(join(directory, `${name}.env`), lines.join(''), { mode: 0o600 })
  }
}
