import { paddleHolder } from '@gavel/event-contracts'
import { signDevelopmentToken } from '@gavel/service-kit'

/** Who the examples speak of, by paddle number: alice sells, the others bid. */
export const samplePeople = { alice: 101, bob: 102, carol: 103 } as const

const tokenHours = 12

/**
 * A bidder's access token that development and test environments accept, good for 12 hours. A paddle number is always
 * the same person, on the classic routes too.
 */
export function developmentToken(name: string, paddleNumber: number): Promise<string> {
  const person = { ...paddleHolder(paddleNumber), username: name, roles: ['bidder'] } as const
  return signDevelopmentToken(person, { expiresInSec: tokenHours * 60 * 60 })
}
