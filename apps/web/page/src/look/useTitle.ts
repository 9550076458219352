import { useEffect } from 'react'

/** The window's title, so that somebody with twenty tabs finds his lot; undefined: the house's own. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? 'Gavel' : `${title} · Gavel`
  }, [title])
}
