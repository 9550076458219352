import type { SearchDocument } from '../searchDocument.ts'
import type { SearchQuery } from '../searchQuery.ts'

export const epochKey = 'search-epoch'

/** `search`: in canonical form. */
export const valueKey = (search: string): string => `search:${search}`
export const leaseKey = (search: string): string => `search-lease:${search}`

/** The index of the searches in one category, or of those through all of them: by price, and by when they are over. */
export type Bucket = { byPrice: string; byEnd: string }

const bucketOf = (name: string): Bucket => ({ byPrice: `search-index:${name}`, byEnd: `search-index-end:${name}` })

/** No category is called so: a code begins with a letter or a digit. */
const everything = '*'

export const bucketFor = ({ category }: SearchQuery): Bucket => bucketOf(category ?? everything)

/** Where the searches are that a lot can be in. */
export const bucketNamesOf = ({ category }: SearchDocument): readonly string[] =>
  category === null ? [everything] : [everything, category]

export const bucketNamed = bucketOf
