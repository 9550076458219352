import { createGate, GateFull, Problem } from '@gavel/service-kit'
import { hash, verify } from '@node-rs/argon2'
import { normalised } from './passwords.ts'

/** OWASP's least for argon2id: 19 MiB, two passes, one lane. About 20 ms of a core. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const current = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`

/** Bids go on meanwhile: one of two cores at the most, and nobody waits for longer than he would care to. */
const bounds = { atOnceMax: 2, waitingMax: 200, waitMsMax: 10_000 }

export type Hashing = {
  hash(password: string): Promise<string>
  verify(passwordHash: string, password: string): Promise<boolean>
  /** Takes as long as `verify` does, for an account that there is not. */
  verifyNone(password: string): Promise<false>
  /** It was made with other parameters than those of today. */
  isOutdated(passwordHash: string): boolean
}

/** @throws Problem retry_later, each of them, when too many are at it. */
export function createHashing(): Hashing {
  const gate = createGate(bounds)
  const none = hash('the password of nobody', parameters)

  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await gate.through(work)
    } catch (error) {
      if (!(error instanceof GateFull)) throw error
      throw new Problem('retry_later', { cause: error, headers: { 'Retry-After': '2' } })
    }
  }

  return {
    hash: (password) => bounded(() => hash(normalised(password), parameters)),
    verify: (passwordHash, password) => bounded(() => verify(passwordHash, normalised(password))),
    async verifyNone(password) {
      const hashed = await none
      await bounded(() => verify(hashed, normalised(password)))
      return false
    },
    isOutdated: (passwordHash) => !passwordHash.startsWith(current),
  }
}
