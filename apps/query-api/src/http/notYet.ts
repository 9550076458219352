import { Problem } from '@gavel/service-kit'

/** 202: whoever asked with `atLeast` has waited for as long as he may. */
export const notYet = (): Problem =>
  new Problem('not_yet', { detail: 'This version is not visible here yet.', headers: { 'Retry-After': '1' } })
