import type { Logger } from '@gavel/service-kit'
import type { AccountStore } from './accountStore.ts'
import type { Hashing } from './hashing.ts'

/**
 * Makes sure that there is an administrator of this address: the first one can be named by nobody. An account that is
 * there keeps its password. Instances may do so at the same time.
 */
export async function ensureAdministrator(options: {
  store: AccountStore
  hashing: Hashing
  logger: Logger
  email: string
  password: string
}): Promise<void> {
  const { store, hashing, logger, password } = options
  const email = options.email.trim().toLowerCase()
  const known = await store.byEmail(email)
  if (known === undefined) {
    const passwordHash = await hashing.hash(password)
    const made = await store.create({
      email,
      username: 'Administrator',
      passwordHash,
      roles: ['bidder', 'administrator'],
    })
    if (made !== undefined) return logger.info({ paddleNumber: made.paddleNumber }, 'an administrator was made')
  }
  const account = known ?? (await store.byEmail(email))
  if (account !== undefined && !account.roles.includes('administrator')) await store.grant(account.id, 'administrator')
}
