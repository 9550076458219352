import { useEffect, useRef } from 'react'

/** What has been there for so long has been read. */
const readMs = 800

/** Whether the value has changed just now: whoever acts on it by keyboard may not have read it yet. */
export function useMoved(value: number): () => boolean {
  const moved = useRef({ value, atMs: Number.NEGATIVE_INFINITY })
  useEffect(() => {
    if (moved.current.value !== value) moved.current = { value, atMs: performance.now() }
  }, [value])
  return () => performance.now() - moved.current.atMs < readMs
}
