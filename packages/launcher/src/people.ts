import { signDevelopmentToken } from '@gavel/service-kit'

/** Who the examples speak of. Until there are accounts, everybody else is made up in the same way. */
export const samplePeople = { alice: 101, bob: 102, carol: 103 } as const

/** The same person for the same paddle number, in every run: a UUID of version 8, which is made by our own rule. */
export const developmentUserId = (paddleNumber: number): string =>
  `00000000-0000-8000-8000-${String(paddleNumber).padStart(12, '0')}`

/** A bidder's access token that development and test environments accept, good for 12 hours. */
export function developmentToken(name: string, paddleNumber: number): Promise<string> {
  const person = { id: developmentUserId(paddleNumber), username: name, paddleNumber, roles: ['bidder'] } as const
  return signDevelopmentToken(person, { expiresInSec: 12 * 60 * 60 })
}
