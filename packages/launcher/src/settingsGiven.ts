import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { stackVariables } from '@gavel/local-stack'
import { appDirectory, type ServiceName } from './services.ts'

/** Where things are says the launcher, and how much is logged GAVEL_LOG_LEVEL. */
const notGiven = new Set<string>([...stackVariables, 'PORT', 'ADMIN_PORT', 'LOG_LEVEL', 'LOG_PRETTY'])

/**
 * A service's own settings, as far as this process has them: whatever its file for development names, as in
 * `ORDER_PAYABLE_SEC=15 pnpm start`.
 */
export function settingsGiven(name: ServiceName): Record<string, string> {
  const file = readFileSync(resolve(appDirectory(name), '.env.dev'), 'utf8')
  const settings: Record<string, string> = {}
  for (const [, variable = ''] of file.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)) {
    const value = process.env[variable]
    if (value !== undefined && !notGiven.has(variable)) settings[variable] = value
  }
  return settings
}
