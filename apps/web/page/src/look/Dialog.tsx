import { type ReactNode, useEffect, useId, useRef } from 'react'

/** Asks something that has to be answered before anything else: the browser's own modal dialog, with its focus and Escape. */
export function Dialog({ title, children, onClose }: { title: string; children: ReactNode; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onClose={() => {
        // Not when it was closed and shown again meanwhile, as React does in development.
        if (dialog.current?.open !== true) onClose()
      }}
      onCancel={onClose}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  )
}
