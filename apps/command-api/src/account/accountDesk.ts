import { Problem, type TokenSigner } from '@gavel/service-kit'
import { type Account, actorFor } from './account.ts'
import type { AccountStore } from './accountStore.ts'
import type { Hashing } from './hashing.ts'
import { passwordFault } from './passwords.ts'
import type { RefreshTokens } from './refreshTokens.ts'
import type { Sessions } from './sessions.ts'

/** What somebody is given who has shown who he is. */
export type SignedIn = {
  account: Account
  accessToken: string
  accessTokenExpiresAt: string
  refreshToken: string
}

/** `/v1` tells the two failures apart to nobody; the older service did. */
export type SignInResult =
  | { kind: 'signed_in'; signedIn: SignedIn }
  | { kind: 'unknown_address' }
  | { kind: 'wrong_password' }

/** Where people come to sign up, in, on and out. */
export type AccountDesk = {
  /** @throws Problem email_in_use; invalid_input when the password will not do */
  signUp(person: { email: string; username: string; password: string }): Promise<SignedIn>
  signIn(email: string, password: string): Promise<SignInResult>
  /** @throws Problem token_invalid for what is no refresh token, session_ended for one that has been used or ended */
  refresh(refreshToken: string): Promise<SignedIn>
  /** Ends all sessions of whoever the token was given to; also when they have ended. @throws Problem token_invalid */
  signOutBy(refreshToken: string): Promise<void>
  signOut(userId: string): Promise<void>
  /** Ends all sessions, and begins one. @throws Problem invalid_credentials, invalid_input */
  changePassword(userId: string, passwords: { current: string; next: string }): Promise<SignedIn>
  account(userId: string): Promise<Account | undefined>
}

export function createAccountDesk(options: {
  store: AccountStore
  hashing: Hashing
  signer: TokenSigner
  refreshTokens: RefreshTokens
  sessions: Sessions
}): AccountDesk {
  const { store, hashing, signer, refreshTokens, sessions } = options

  async function issue(account: Account, session: { sessionId: string; generation: number }): Promise<SignedIn> {
    const { id: userId, sessionEpoch: epoch } = account
    const [{ token, expiresAtMs }, refreshToken] = await Promise.all([
      signer.sign(actorFor(account)),
      refreshTokens.sign({ userId, epoch, ...session }),
    ])
    return { account, accessToken: token, accessTokenExpiresAt: new Date(expiresAtMs).toISOString(), refreshToken }
  }

  const begin = async (account: Account): Promise<SignedIn> =>
    issue(account, { sessionId: await sessions.begin(account.id), generation: 1 })

  /** As the parameters of hashing grow with the machines, the hashes follow when their passwords come by. */
  async function keepUpToDate({ id, passwordHash }: Account, password: string): Promise<void> {
    if (hashing.isOutdated(passwordHash)) await store.rehash(id, passwordHash, await hashing.hash(password))
  }

  return {
    async signUp({ email, username, password }) {
      checkPassword('password', password, { email, username })
      // Hashed first: whether there is such an account is not to be read from the time the answer takes.
      const passwordHash = await hashing.hash(password)
      await sessions.checkReachable()
      const account = await store.create({ email, username, passwordHash, roles: ['bidder'] })
      if (account === undefined) throw new Problem('email_in_use')
      return begin(account)
    },
    async signIn(email, password) {
      const account = await store.byEmail(email)
      if (account === undefined) {
        await hashing.verifyNone(password)
        return { kind: 'unknown_address' }
      }
      if (!(await hashing.verify(account.passwordHash, password))) return { kind: 'wrong_password' }
      await keepUpToDate(account, password)
      return { kind: 'signed_in', signedIn: await begin(account) }
    },
    async refresh(refreshToken) {
      const { userId, sessionId, generation, epoch } = await refreshTokens.read(refreshToken)
      const account = await store.byId(userId)
      if (account === undefined || account.sessionEpoch !== epoch) {
        await sessions.end(sessionId)
        throw new Problem('session_ended')
      }
      const next = await sessions.rotate({ sessionId, userId, generation })
      if (next === undefined) throw new Problem('session_ended')
      return issue(account, { sessionId, generation: next })
    },
    async signOutBy(refreshToken) {
      const { userId, epoch } = await refreshTokens.read(refreshToken)
      const account = await store.byId(userId)
      // A token of before must not end what has begun since.
      if (account?.sessionEpoch === epoch) await store.endSessions(userId)
    },
    signOut: (userId) => store.endSessions(userId),
    async changePassword(userId, { current, next }) {
      const account = await store.byId(userId)
      const isRight = account !== undefined && (await hashing.verify(account.passwordHash, current))
      if (!isRight) throw new Problem('invalid_credentials', { detail: 'The current password is another one.' })
      checkPassword('newPassword', next, account)
      const passwordHash = await hashing.hash(next)
      await sessions.checkReachable()
      const changed = await store.changePassword(userId, account.passwordHash, passwordHash)
      // Somebody has changed it meanwhile: it is not the current one any more.
      if (changed === undefined) throw new Problem('invalid_credentials')
      return begin(changed)
    },
    account: (userId) => store.byId(userId),
  }
}

function checkPassword(path: string, password: string, known: { email: string; username: string }): void {
  const message = passwordFault(password, known)
  if (message !== undefined) throw new Problem('invalid_input', { extra: { errors: [{ path, message }] } })
}
