import type { ReactNode } from 'react'

/** What stands on the plate of a lot without a picture, by its category; whatever else there is gets its first letter. */
const drawings: ReadonlyMap<string, ReactNode> = new Map([
  [
    'cameras',
    <>
      <rect x="36" y="33" width="48" height="28" rx="4" />
      <path d="M45 33v-5h13v5M76 39h3" />
      <circle cx="60" cy="47" r="10" />
      <circle cx="60" cy="47" r="4.5" />
    </>,
  ],
  [
    'ceramics',
    <path d="M52 21h16M55 21c0 9-14 14-14 28 0 11 8 20 19 20s19-9 19-20c0-14-14-19-14-28M43 43q17 6 34 0M42 53q18 7 36 0" />,
  ],
  [
    'music',
    <>
      <circle cx="60" cy="45" r="24" />
      <circle cx="60" cy="45" r="18" />
      <circle cx="60" cy="45" r="13" />
      <circle cx="60" cy="45" r="7" />
      <circle cx="60" cy="45" r="1.2" />
    </>,
  ],
  [
    'prints',
    <>
      <rect x="40" y="19" width="40" height="52" rx="1" />
      <path d="M45 62l11-17 8 10 5-6 6 13zM46 27l-2 7M54 25l-2 7M62 27l-2 7M70 25l-2 7" />
    </>,
  ],
  [
    'writing',
    <>
      <path d="M60 20c4 10 12 17 12 27L60 68 48 47c0-10 8-17 12-27zM60 20v26" />
      <circle cx="60" cy="49" r="3" />
    </>,
  ],
])

export const drawingOf = (category: string | null): ReactNode =>
  category === null ? undefined : drawings.get(category)
