import type { ReactNode } from 'react'
import type { Paged } from '../api/usePages.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Failed, Skeletons } from './states.tsx'

type PagesProps<Item> = {
  pages: Paged<Item>
  kind: 'card' | 'row'
  empty: ReactNode
  children(items: readonly Item[]): ReactNode
}

/** A list that comes page by page: loading, failed, empty, or there, with the way to more. */
export function Pages<Item>({ pages, kind, empty, children }: PagesProps<Item>) {
  const { t } = useSpeech()
  const { items, error, retry, more, isLoadingMore } = pages
  if (items === undefined) {
    return error === null ? (
      <Skeletons count={kind === 'card' ? 8 : 4} kind={kind} />
    ) : (
      <Failed error={error} retry={retry} />
    )
  }
  if (items.length === 0) return empty
  return (
    <>
      {children(items)}
      {more !== undefined && (
        <p className="more">
          <button type="button" className="button" disabled={isLoadingMore} onClick={more}>
            {t.state.more}
          </button>
        </p>
      )}
    </>
  )
}
