import type { SignedIn } from './accountDesk.ts'

/** Who somebody is, and what he shows the services: all that a script of a page may have. */
export const accessFor = ({ account, accessToken, accessTokenExpiresAt }: SignedIn) => ({
  user: { id: account.id, username: account.username, paddleNumber: account.paddleNumber },
  accessToken,
  accessTokenExpiresAt,
})

/** The same with what keeps him signed in. */
export const sessionFor = (signedIn: SignedIn) => ({ ...accessFor(signedIn), refreshToken: signedIn.refreshToken })
