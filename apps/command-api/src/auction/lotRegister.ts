import type { EventStore } from '@gavel/event-store'
import type pg from 'pg'
import { createNumberRegister, type NumberRegister } from '../numberRegister.ts'

/** Lot numbers, bound to their lot by a claim in the append that lists it. */
export type LotRegister = NumberRegister

export const createLotRegister = (pool: pg.Pool, store: EventStore): LotRegister =>
  createNumberRegister({ pool, store }, { kind: 'lot', sequence: 'lot_numbers' })
