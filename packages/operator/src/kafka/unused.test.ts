import { expect, it } from '@jest/globals'
import { unusedGroups } from './unused.ts'

it('is a group of another epoch or generation than the one that is read with; never the only one, whoever is in it', () => {
  const groups = [
    { group: 'projector.11111111', members: 0 },
    { group: 'projector.22222222', members: 1 },
    { group: 'projector.orders.11111111', members: 0 },
    { group: 'command-api', members: 0 },
    { group: 'query-api.search.1.22222222', members: 0 },
    { group: 'query-api.search.2.22222222', members: 2 },
    { group: 'query-api.22222222', members: 1 },
  ]
  expect([...unusedGroups(groups)]).toEqual(['projector.11111111', 'query-api.search.1.22222222'])
})
