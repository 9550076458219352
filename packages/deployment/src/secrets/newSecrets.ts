import { randomBytes } from 'node:crypto'
import { newKeys } from '@gavel/launcher'
import { roleOf, serviceNames } from '@gavel/local-stack'

/** The variables of each file, by its name. */
export type SecretFiles = Record<string, Record<string, string>>

/** Fit for a URL as it is. */
const password = (): string => randomBytes(24).toString('base64url')

/** What both APIs and their Redises need, wherever they run. The first administrator can be deleted from the file then. */
function shared(): SecretFiles {
  const keys = newKeys()
  const [ofCommands, ofQueries] = [password(), password()]
  return {
    'command-api': {
      ...keys,
      REDIS_URL: `redis://:${ofCommands}@redis-command:6379`,
      ADMINISTRATOR_EMAIL: 'root@gavel.example',
      ADMINISTRATOR_PASSWORD: password(),
    },
    'query-api': { TOKEN_JWKS: keys.TOKEN_JWKS, REDIS_URL: `redis://:${ofQueries}@redis-query:6379` },
    'redis-command': { REDIS_PASSWORD: ofCommands },
    'redis-query': { REDIS_PASSWORD: ofQueries },
  }
}

/** For Kubernetes, where CloudNativePG and ECK make the databases' and Elasticsearch's. */
export const clusterSecrets = shared

/** For compose, which has one Postgres, with a role for each service. */
export function composeSecrets(): SecretFiles {
  const files = shared()
  const postgres: Record<string, string> = { POSTGRES_PASSWORD: password() }
  for (const service of serviceNames) {
    const role = roleOf(service)
    if (role === undefined) continue
    const ofRole = password()
    postgres[`${role.toUpperCase()}_PASSWORD`] = ofRole
    files[service] = { ...files[service], DATABASE_URL: `postgres://gavel_${role}:${ofRole}@postgres:5432/gavel` }
  }
  return { ...files, postgres, grafana: { GF_SECURITY_ADMIN_PASSWORD: password() } }
}
