import { useSpeech } from '../language/LanguageProvider.tsx'
import type { StreamState } from '../live/eventStream.ts'
import { useOnline } from '../live/useOnline.ts'

/** Whether what one sees is of now, and who else looks. */
export function ConnectionNote({ state, viewers }: { state: StreamState; viewers: number | undefined }) {
  const { t } = useSpeech()
  const isOnline = useOnline()
  if (!isOnline || state !== 'open') {
    return (
      <p
        className="connection connection-away"
        role="status"
        data-testid="connection"
        data-state={isOnline ? state : 'away'}
      >
        <span className="dot" /> {isOnline ? t.lot.reconnecting : t.lot.offline}
      </p>
    )
  }
  return (
    <p className="connection" data-testid="connection" data-state="open">
      <span className="dot" /> {t.lot.live}
      {viewers !== undefined && <span data-testid="viewers"> · {t.lot.watching(viewers)}</span>}
    </p>
  )
}
