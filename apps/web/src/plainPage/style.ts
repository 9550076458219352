import { createHash } from 'node:crypto'

export const style = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5a6475; --paper: #fbfaf7; --card: #fff; --line: #e3e0d8; --good: #1b7a43; --bad: #b3261e; --accent: #7a4a12 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e6df; --soft: #a5adba; --paper: #14171c; --card: #1c2027; --line: #30363f; --good: #6fcf97; --bad: #ff8a80; --accent: #e0b070 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif }
main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem }
header { max-width: 46rem; margin: 0 auto; padding: 3.5rem 1.25rem 1rem }
h1 { margin: 0; font: 600 2.75rem/1.1 Georgia, serif; letter-spacing: -0.02em }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.1rem }
header p { margin: 0.75rem 0 0; font-size: 1.15rem; color: var(--soft) }
a { color: var(--accent) }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.services { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.75rem; margin: 0; padding: 0; list-style: none }
.services > li { padding: 0.9rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem }
.services h3 { display: flex; justify-content: space-between; gap: 0.5rem; margin: 0; font-size: 1rem }
.services h3 span { white-space: nowrap }
.good { color: var(--good) }
.bad { color: var(--bad) }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 0.75rem; margin: 0.5rem 0 0; font-size: 0.875rem; color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere; text-align: right }
pre { margin: 0.75rem 0; padding: 1rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem; font: 0.875rem/1.6 ui-monospace, monospace }
footer { padding-top: 2.5rem; padding-bottom: 3rem; font-size: 0.875rem; color: var(--soft) }
`

/** Nothing but this one style sheet is let in: no script, no image, no font, no frame. */
export const policyFor = (sheet: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(sheet).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

export const contentSecurityPolicy = policyFor(style)
