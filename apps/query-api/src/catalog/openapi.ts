import { categoryCode, uuid } from '@gavel/event-contracts'
import { accountsErrors, json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { versionQuery } from '../http/inputs.ts'
import { pageOf, version } from '../http/openapi.ts'
import type { StoredCategory } from './categoryReader.ts'
import { categoriesQuery } from './routes.ts'

const category = z
  .strictObject({ id: uuid, code: categoryCode, name: z.string(), version })
  .meta({ id: 'Category' }) satisfies z.ZodType<StoredCategory>
const named = z.strictObject({ code: categoryCode, name: z.string() })
const classicNamed = z.strictObject({ c_code: categoryCode, c_name: z.string() })

export const catalogOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/categories',
    tag: 'Catalogue',
    token: 'none',
    summary: 'Categories, by their codes',
    query: categoriesQuery,
    answers: { 200: json(pageOf(named), 'A page of them.') },
  },
  {
    method: 'get',
    path: '/v1/categories/:code',
    tag: 'Catalogue',
    token: 'none',
    summary: 'A category',
    parts: { code: 'Its code, which never changes.' },
    query: versionQuery,
    answers: { 200: json(category, 'The category.', 'ETag'), 304: { words: 'It is as `If-None-Match` says.' } },
    problems: ['not_found'],
  },
  {
    method: 'get',
    path: '/categories',
    tag: 'Older accounts service',
    token: 'none',
    summary: 'Categories, by their codes',
    answers: { 200: json(z.array(classicNamed), 'All of them.') },
    classic: accountsErrors({}),
  },
]
