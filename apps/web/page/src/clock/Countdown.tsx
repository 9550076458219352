import { useSpeech } from '../language/LanguageProvider.tsx'
import { remaining, urgencyOf } from './remaining.ts'
import { useServerNow } from './useServerNow.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** Down to an instant by the server's clock. It is not read out: milestones are announced where they matter. */
export function Countdown({ until, large = false }: { until: string; large?: boolean }) {
  const { t } = useSpeech()
  const left = remaining(Date.parse(until), useServerNow())
  const { day, hour, minute, second } = t.time.parts
  const { days, hours, minutes, seconds } = left
  const text =
    days > 0
      ? `${days}${day} ${hours}${hour}`
      : hours > 0
        ? `${hours}${hour} ${two(minutes)}${minute}`
        : `${minutes}${minute} ${two(seconds)}${second}`
  const exact = days > 0 && large ? `${days}${day} ${two(hours)}${hour} ${two(minutes)}${minute}` : text
  const shown = large && days === 0 && hours > 0 ? `${text} ${two(seconds)}${second}` : exact
  return (
    <time className={`countdown countdown-${urgencyOf(left)}`} dateTime={until} role="timer" aria-live="off">
      {Number.isNaN(left.totalSec) ? '…' : shown}
    </time>
  )
}
