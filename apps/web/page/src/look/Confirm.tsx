import type { ReactNode } from 'react'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Dialog } from './Dialog.tsx'

type ConfirmProps = { children?: ReactNode; yes: string; onYes(): void; onClose(): void }

/** Asks once more before something that binds: no is at hand first. */
export function Confirm({ children, yes, onYes, onClose }: ConfirmProps) {
  const { t } = useSpeech()
  return (
    <Dialog title={t.bid.confirmTitle} onClose={onClose}>
      {children}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {t.bid.cancel}
        </button>
        <button type="button" className="button button-strong" onClick={onYes}>
          {yes}
        </button>
      </div>
    </Dialog>
  )
}
