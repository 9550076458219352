import { type ReactNode, useId } from 'react'

type FieldProps = {
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** Is given what ties the control to its words. */
  children(props: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }): ReactNode
}

/** A control with its label, a hint, and what is wrong with it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(note === undefined ? {} : { 'aria-describedby': noteId }),
        ...(error === undefined ? {} : { 'aria-invalid': true }),
      })}
      {note !== undefined && (
        <p id={noteId} className={error === undefined ? 'hint' : 'error'}>
          {note}
        </p>
      )}
    </div>
  )
}
