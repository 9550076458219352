import { useSyncExternalStore } from 'react'
import { currentSession, type Member, onSession, type Session } from './session.ts'

export const useSession = (): Session => useSyncExternalStore(onSession, currentSession)

/** Who is signed in, if anybody is. */
export function useMember(): Member | undefined {
  const session = useSession()
  return session.kind === 'member' ? session.member : undefined
}
