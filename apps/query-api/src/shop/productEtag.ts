import type { StoredProduct } from '../sql/productRow.ts'

/**
 * Names everything that is read of a product: orders change the stock of its SKUs, and not its own version. Versions only
 * grow and no SKU goes away, so among a product's states the sum is there once.
 */
export const productEtag = ({ version, skus }: StoredProduct): string =>
  `"${version}-${skus.length}-${skus.reduce((sum, sku) => sum + sku.version, 0)}"`
