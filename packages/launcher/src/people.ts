import { paddleHolder } from '@gavel/event-contracts'
import { type Role, signDevelopmentToken } from '@gavel/service-kit'

/** Who the examples speak of, by paddle number: alice sells, bob and carol bid, root is an administrator. */
export const samplePeople = { alice: 101, bob: 102, carol: 103, root: 100 } as const

export const isSamplePerson = (name: string): name is keyof typeof samplePeople => Object.hasOwn(samplePeople, name)

const tokenHours = 12

/**
 * An access token that development and test environments accept, good for 12 hours: a bidder's, unless other roles are
 * given. A paddle number is always the same person, on the classic routes too.
 */
export function developmentToken(
  name: string,
  paddleNumber: number,
  roles: readonly Role[] = ['bidder'],
): Promise<string> {
  const person = { ...paddleHolder(paddleNumber), username: name, roles }
  return signDevelopmentToken(person, { expiresInSec: tokenHours * 60 * 60 })
}

/** The token of one of the people that the examples speak of. */
export const samplePersonsToken = (name: keyof typeof samplePeople): Promise<string> =>
  developmentToken(name, samplePeople[name], name === 'root' ? ['bidder', 'administrator'] : ['bidder'])
