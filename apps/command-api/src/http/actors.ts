import type { Bidder } from '@gavel/event-contracts'
import type { Actor } from '@gavel/service-kit'
import type { Member } from '../auction/rules/member.ts'

/** Whoever is signed in, as the rules know him. */
export const bidderOf = ({ id, paddleNumber }: Actor): Bidder => ({ id, paddleNumber })

export const memberOf = ({ id, roles }: Actor): Member => ({ id, isAdministrator: roles.includes('administrator') })
