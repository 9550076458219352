import type { Operation } from '@gavel/service-kit/openapi'
import { accountOperations } from './account/openapi.ts'
import { classicAuctionOperations } from './auction/classic/openapi.ts'
import { auctionOperations } from './auction/openapi.ts'
import { catalogOperations } from './catalog/openapi.ts'
import { memberOperations } from './member/openapi.ts'
import { orderOperations } from './order/openapi.ts'

/** Every route of command-api: test/openapi.test.ts finds the one that is missing here. */
export const operations: readonly Operation[] = [
  ...auctionOperations,
  ...memberOperations,
  ...catalogOperations,
  ...orderOperations,
  ...accountOperations,
  ...classicAuctionOperations,
]
