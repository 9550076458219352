import type { Operation } from '@gavel/service-kit/openapi'
import { classicItemOperations } from './auction/classicOpenapi.ts'
import { auctionOperations } from './auction/openapi.ts'
import { catalogOperations } from './catalog/openapi.ts'
import { timeOperation } from './http/timeOpenapi.ts'
import { liveOperations } from './live/openapi.ts'
import { meOperations } from './me/openapi.ts'
import { orderOperations } from './order/openapi.ts'
import { searchOperations } from './search/openapi.ts'
import { shopOperations } from './shop/openapi.ts'

/** Every route of query-api: test/openapi.test.ts finds the one that is missing here. */
export const operations: readonly Operation[] = [
  // Before the paths of single lots, which take any word for a lot.
  ...liveOperations,
  ...auctionOperations,
  ...searchOperations,
  ...meOperations,
  ...orderOperations,
  ...catalogOperations,
  ...shopOperations,
  timeOperation,
  ...classicItemOperations,
]
