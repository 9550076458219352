import {
  amount,
  categoryCode,
  currency,
  productName,
  productNumber,
  skuCode,
  skuNumber,
  stock,
  uuid,
} from '@gavel/event-contracts'
import { accountsErrors, json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { version } from '../http/openapi.ts'
import {
  categoryBody,
  classicCategoryBody,
  productBody,
  renameBody,
  renameProductBody,
  reviseSkuBody,
  skuBody,
} from './requests.ts'

const category = z
  .strictObject({ id: uuid, code: categoryCode, name: z.string(), version })
  .meta({ id: 'ChangedCategory' })

const sku = z
  .strictObject({ id: uuid, skuNumber, code: skuCode, price: amount, currency, stock, version })
  .meta({ id: 'ChangedSku' })

const product = z.strictObject({ id: uuid, productNumber, name: productName, version }).meta({ id: 'ChangedProduct' })
const productWithSkus = product.extend({ skus: z.array(sku) }).meta({ id: 'AddedProduct' })

const administrator = { tag: 'Catalogue', token: 'administrator', keyed: true } as const
const productPart = { id: 'The product: its UUID or its number.' }

const categories: readonly Operation[] = [
  {
    ...administrator,
    method: 'post',
    path: '/v1/categories',
    summary: 'Give a code a name',
    body: categoryBody,
    answers: { 201: json(category, 'Added.', 'Location') },
    problems: ['category_exists'],
  },
  {
    ...administrator,
    method: 'patch',
    path: '/v1/categories/:code',
    summary: 'Rename a category',
    parts: { code: 'Its code, which never changes.' },
    body: renameBody,
    answers: { 200: json(category, 'Renamed.') },
    problems: ['not_found'],
  },
]

const products: readonly Operation[] = [
  {
    ...administrator,
    method: 'post',
    path: '/v1/products',
    summary: 'Add a product with its SKUs',
    body: productBody,
    answers: { 201: json(productWithSkus, 'Added.', 'Location') },
    problems: ['sku_exists'],
  },
  {
    ...administrator,
    method: 'patch',
    path: '/v1/products/:id',
    summary: 'Rename a product',
    parts: productPart,
    body: renameProductBody,
    answers: { 200: json(product, 'Renamed.') },
    problems: ['not_found'],
  },
  {
    ...administrator,
    method: 'post',
    path: '/v1/products/:id/skus',
    summary: 'Add a SKU to a product',
    parts: productPart,
    body: skuBody,
    answers: { 201: json(sku, 'Added.', 'Location') },
    problems: ['not_found', 'sku_exists'],
  },
  {
    ...administrator,
    method: 'patch',
    path: '/v1/products/:id/skus/:skuId',
    summary: 'Change a price or a stock',
    description: '`stockChange` is what came in, or (negative) was lost: orders change the stock meanwhile.',
    parts: { ...productPart, skuId: 'The SKU: its UUID or its number.' },
    body: reviseSkuBody,
    answers: { 200: json(sku, 'As it is now.') },
    problems: ['not_found', 'insufficient_stock'],
  },
]

const classicCategory = z.strictObject({ c_code: z.union([z.string(), z.int()]), c_name: z.string() })

export const catalogOperations: readonly Operation[] = [
  ...categories,
  ...products,
  {
    method: 'post',
    path: '/category',
    tag: 'Older accounts service',
    summary: 'Give a code a name',
    description: 'By anybody in development and tests (`CLASSIC_OPEN_BIDDING`), else by administrators alone.',
    token: 'optional',
    forms: true,
    keyed: true,
    body: classicCategoryBody,
    answers: { 201: json(classicCategory, 'Added.') },
    classic: accountsErrors({
      401: '`TOKEN_MISSING`',
      403: 'For administrators alone.',
      409: 'There is a category with this code.',
      413: 'The body is too large.',
      415: 'Neither JSON nor a form.',
      422: 'The idempotency key came with another request before.',
    }),
  },
]
