import { Problem } from '@gavel/service-kit'
import type express from 'express'

/** For the methods that a path does not take: 405, with those that it does. */
export const only =
  (...methods: readonly string[]): express.RequestHandler =>
  () => {
    throw new Problem('method_not_allowed', { headers: { Allow: methods.join(', ') } })
  }
