import type { CatalogEventDraft } from '@gavel/event-contracts'
import type { CompanionMoved, Executed, Together } from '@gavel/event-store'
import type { Sku } from '../catalog/rules/sku.ts'

/** The streams on which stock is taken and given back: orders are appended together with them. */
export type SkuStreams = {
  executeTogether<Answer>(
    skuId: string,
    decide: (sku: Sku, version: number) => Together<CatalogEventDraft, Answer>,
  ): Promise<Executed<Answer> | CompanionMoved>
}

/** What products are called; some seconds old, perhaps. */
export type ProductNames = {
  /** Undefined: it has to be read first. */
  peek(productId: string): string | undefined
  /** @throws when the event store is away, and Error when there is no such product. */
  read(productId: string): Promise<string>
}
