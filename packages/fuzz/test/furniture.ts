import type { Furniture } from '../src/furnish.ts'

const id = '00000000-0000-7000-8000-000000000000'

/** As if it were there. */
export const furniture: Furniture = {
  email: 'mia@gavel.example',
  username: 'Mia',
  password: 'three rusty anvils',
  refreshToken: 'token',
  lots: [id, '1001'],
  open: [id],
  openNumbers: [1_001],
  won: [id],
  sold: [id],
  unsold: [id],
  bidOn: [id],
  lotIds: [id],
  lotNumbers: [1_001],
  categories: ['writing'],
  bids: [id],
  offers: [id],
  orders: [id],
  correlationIds: ['one'],
  products: [id, '1'],
  skus: [id, '1'],
  skuNumbers: [1],
  paddles: [501],
  users: [id],
}
