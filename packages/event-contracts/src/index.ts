export * from './auction/commandMessages.ts'
export * from './auction/commands.ts'
export * from './auction/events.ts'
export { type AuctionFact, auctionFact, auctionFactVersions, type FactData } from './auction/facts.ts'
export * from './auction/parties.ts'
export * from './auction/terms.ts'
export * from './auction/viewMessages.ts'
export {
  type AliasedBidder,
  type AuctionView,
  auctionView,
  auctionViewVersions,
  type BidView,
  type LotView,
  viewedOffer,
  viewedSale,
} from './auction/views.ts'
export * from './buyNow.ts'
export * from './catalog/events.ts'
export {
  type CatalogFact,
  type CategoryFact,
  catalogFact,
  catalogFactVersions,
  categoryCode,
  type ProductFact,
  productName,
  type SkuFact,
  skuCode,
} from './catalog/facts.ts'
export * from './catalog/viewMessages.ts'
export {
  type CatalogView,
  type CategoryView,
  catalogView,
  catalogViewVersions,
  type ProductView,
  productView,
  type SkuView,
  skuView,
} from './catalog/views.ts'
export * from './channels.ts'
export * from './increments.ts'
export * from './member/events.ts'
export { type MemberFact, memberFact, memberFactVersions } from './member/facts.ts'
export * from './member/viewMessages.ts'
export { type BlockView, type MemberView, memberView, memberViewVersions, type WatchView } from './member/views.ts'
export * from './order/commands.ts'
export * from './order/events.ts'
export { type OrderedItem, type OrderFact, orderedItem, orderFact, orderFactVersions } from './order/facts.ts'
export * from './order/views.ts'
export * from './primitives.ts'
export * from './topics.ts'
export { type WireInput, type WireMessage, wireHeaders } from './wire/cloudEvents.ts'
export * from './wire/metadata.ts'
export * from './wire/storedEvents.ts'
export * from './wire/versions.ts'
