import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import * as z from 'zod/mini'
import { type SearchPage as Found, searchPage } from '../api/lot.ts'
import { usePages } from '../api/usePages.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useLiveLots } from '../live/useLiveLots.ts'
import { Field } from '../look/Field.tsx'
import { Pages } from '../look/Pages.tsx'
import { Empty } from '../look/states.tsx'
import { useTitle } from '../look/useTitle.ts'
import { moneyInField, parseMoney } from '../money/money.ts'
import { LotCards } from './LotCard.tsx'
import { useCategories } from './useCategories.ts'
import './browse.css'

const filterNames = ['category', 'status', 'currency', 'minPrice', 'maxPrice'] as const
type FilterName = (typeof filterNames)[number]
const sorts = z.enum(['relevance', 'newest', 'ending_soon', 'price_asc', 'price_desc'])
const sortNames = sorts.def.entries

/** The search, whose every choice stands in the address: it can be kept, sent and gone back to. */
export default function SearchPage() {
  const { t } = useSpeech()
  const [given, setGiven] = useSearchParams()
  const words = given.get('q') ?? ''
  useTitle(words === '' ? t.search.title : words)

  const path = useMemo(() => {
    const asked = new URLSearchParams({ limit: '24' })
    for (const name of ['q', 'sort', ...filterNames]) {
      const value = given.get(name)
      if (value !== null && value !== '') asked.set(name, value)
    }
    return `/v1/search/auctions?${asked}`
  }, [given])
  const pages = usePages(searchPage, path)
  const lots = useLiveLots(pages.items)

  const choose = (name: FilterName | 'sort', value: string): void =>
    setGiven(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === '') next.delete(name)
        else next.set(name, value)
        // A price without its currency is none.
        if (name === 'currency') for (const bound of ['minPrice', 'maxPrice']) next.delete(bound)
        return next
      },
      { replace: true },
    )
  const clear = (): void => setGiven(words === '' ? {} : { q: words })
  const hasFilters = filterNames.some((name) => given.has(name))

  return (
    <>
      <h1>{words === '' ? t.search.title : `“${words}”`}</h1>
      <div className="search-layout">
        <aside className="filters" aria-label={t.search.filters}>
          <Filters found={pages.first} given={given} choose={choose} />
          {hasFilters && (
            <button type="button" className="button" onClick={clear}>
              {t.search.clear}
            </button>
          )}
        </aside>
        <section aria-label={t.search.title}>
          <div className="search-head">
            <p role="status">{pages.first === undefined ? ' ' : t.search.found(pages.first.total)}</p>
            <Field label={t.search.sort}>
              {(control) => (
                <select
                  {...control}
                  value={given.get('sort') ?? (words === '' ? 'newest' : 'relevance')}
                  onChange={({ target }) => choose('sort', target.value)}
                >
                  {Object.values(sortNames).map((sort) => (
                    <option key={sort} value={sort}>
                      {t.search.sorts[sort]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
          <Pages
            pages={{ ...pages, items: lots }}
            kind="card"
            empty={
              <Empty title={t.search.none}>
                <p>{t.search.noneLead}</p>
              </Empty>
            }
          >
            {(items) => <LotCards lots={items} />}
          </Pages>
        </section>
      </div>
    </>
  )
}

type FiltersProps = {
  found: Found | undefined
  given: URLSearchParams
  choose(name: FilterName, value: string): void
}

function Filters({ found, given, choose }: FiltersProps) {
  const { t } = useSpeech()
  const categories = useCategories()
  const facets = found?.facets
  const currency = given.get('currency')
  const statusNames = new Map<string, string>(Object.entries(t.lot.status))
  return (
    <>
      <Facet
        label={t.search.category}
        values={facets?.category}
        chosen={given.get('category')}
        nameOf={(code) => categories.get(code) ?? code}
        choose={(value) => choose('category', value)}
      />
      <Facet
        label={t.search.status}
        values={facets?.status}
        chosen={given.get('status')}
        nameOf={(status) => statusNames.get(status) ?? status}
        choose={(value) => choose('status', value)}
      />
      <Facet
        label={t.search.currency}
        values={facets?.currency}
        chosen={currency}
        nameOf={(code) => code}
        choose={(value) => choose('currency', value)}
      />
      {currency !== null && (
        <div className="filter-prices">
          <Bound
            label={t.search.min}
            currency={currency}
            chosen={given.get('minPrice')}
            choose={(to) => choose('minPrice', to)}
          />
          <Bound
            label={t.search.max}
            currency={currency}
            chosen={given.get('maxPrice')}
            choose={(to) => choose('maxPrice', to)}
          />
        </div>
      )}
    </>
  )
}

type FacetProps = {
  label: string
  values: Found['facets']['category'] | undefined
  chosen: string | null
  nameOf(value: string): string
  choose(value: string): void
}

function Facet({ label, values = [], chosen, nameOf, choose }: FacetProps) {
  const { t } = useSpeech()
  // What is chosen stays in the list, also when nothing is found with it.
  const options =
    chosen === null || values.some(({ value }) => value === chosen) ? values : [{ value: chosen, count: 0 }, ...values]
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} value={chosen ?? ''} onChange={({ target }) => choose(target.value)}>
          <option value="">{t.search.all}</option>
          {options.map(({ value, count }) => (
            <option key={value} value={value}>
              {nameOf(value)} ({count})
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

type BoundProps = { label: string; currency: string; chosen: string | null; choose(value: string): void }

/** Typed in the currency's own units, sent in minor ones; what is no amount changes nothing. */
function Bound({ label, currency, chosen, choose }: BoundProps) {
  const shown = chosen === null ? '' : moneyInField(Number(chosen), currency)
  const take = (typed: string): void => {
    const amount = parseMoney(typed, currency)
    if (typed.trim() === '') choose('')
    else if (amount !== undefined) choose(String(amount))
  }
  return (
    <Field label={`${label} (${currency})`}>
      {(control) => (
        <input
          {...control}
          key={shown}
          inputMode="decimal"
          defaultValue={shown}
          onBlur={({ target }) => take(target.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') take(currentTarget.value)
          }}
        />
      )}
    </Field>
  )
}
