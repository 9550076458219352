/** What projector and query-api have views of, each a kind of stream in the log; `check` goes through them in this order. */
export const checkedKinds = ['lot', 'order', 'product', 'SKU', 'category', 'member'] as const
export type CheckedKind = (typeof checkedKinds)[number]

const many: Record<CheckedKind, string> = {
  lot: 'lots',
  order: 'orders',
  product: 'products',
  SKU: 'SKUs',
  category: 'categories',
  member: 'members',
}

/** As in "1 lot", "2 categories". */
export const counted = (count: number, kind: CheckedKind): string => `${count} ${count === 1 ? kind : many[kind]}`

/** One of anything, as operators and the programs name it to each other: `order:<id>`. */
export const nameOf = (kind: CheckedKind, id: string): string => `${kind}:${id}`

/** Undefined when it is not such a name; a lot has others as well. */
export function partsOf(name: string): { kind: CheckedKind; id: string } | undefined {
  const [prefix = '', id = '', ...more] = name.split(':')
  const kind = checkedKinds.find((known) => known === prefix)
  return kind === undefined || id === '' || more.length > 0 ? undefined : { kind, id }
}
