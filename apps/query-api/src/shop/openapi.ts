import { amount, currency, instant, productNumber, skuNumber, stock, uuid } from '@gavel/event-contracts'
import { json, type Operation, ordersErrors } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { noQuery, versionQuery } from '../http/inputs.ts'
import { pageOf, version } from '../http/openapi.ts'
import { pageQuery } from '../me/inputs.ts'
import type { StoredProduct, StoredSku } from '../sql/productRow.ts'

const sku = z
  .strictObject({ id: uuid, skuNumber, code: z.string(), price: amount, currency, stock, version })
  .meta({ id: 'Sku' }) satisfies z.ZodType<StoredSku>

const product = z
  .strictObject({
    id: uuid,
    productNumber,
    name: z.string(),
    version,
    skus: z.array(sku),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Product' }) satisfies z.ZodType<StoredProduct>

const classicProduct = z.strictObject({
  productId: productNumber,
  name: z.string(),
  skus: z.array(z.strictObject({ skuId: skuNumber, stock })),
})

const shop = { method: 'get', tag: 'Shop', token: 'none' } as const
const productPart = { id: 'The product: its UUID or its number.' }
const notModified = { words: 'It is as `If-None-Match` says.' }

export const shopOperations: readonly Operation[] = [
  {
    ...shop,
    path: '/v1/products',
    summary: 'Products, newest first',
    query: pageQuery,
    answers: { 200: json(pageOf(product), 'A page of them.') },
  },
  {
    ...shop,
    path: '/v1/products/:id',
    summary: 'A product',
    parts: productPart,
    query: versionQuery,
    answers: { 200: json(product, 'The product.', 'ETag'), 304: notModified },
    problems: ['not_found'],
  },
  {
    ...shop,
    path: '/v1/products/:id/skus',
    summary: 'Its SKUs',
    parts: productPart,
    query: noQuery,
    answers: { 200: json(z.strictObject({ items: z.array(sku) }), 'All of them.', 'ETag'), 304: notModified },
    problems: ['not_found'],
  },
  {
    ...shop,
    path: '/v1/products/:id/skus/:skuId',
    summary: 'A SKU',
    parts: { ...productPart, skuId: 'The SKU: its UUID or its number.' },
    query: versionQuery,
    answers: { 200: json(sku, 'The SKU.', 'ETag'), 304: notModified },
    problems: ['not_found'],
  },
  {
    method: 'get',
    path: '/products/:id',
    tag: 'Older orders service',
    token: 'none',
    summary: 'A product',
    parts: { id: 'The number of the product, or its UUID.' },
    answers: { 200: json(classicProduct, 'The product.') },
    classic: ordersErrors({ 404: 'There is no such product.' }),
  },
]
