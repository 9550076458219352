import { style } from '../plainPage/style.ts'

export const docsStyle = `${style}
nav ul { columns: 14rem; margin: 0; padding: 0; list-style: none }
main details { margin: 0.5rem 0; background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem }
summary { padding: 0.6rem 1rem; cursor: pointer; overflow-wrap: anywhere }
summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
details > div { padding: 0 1rem 1rem; overflow-wrap: anywhere }
h3 { margin: 1.25rem 0 0.25rem; font-size: 1rem }
code { font: 0.9em/1.5 ui-monospace, monospace }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; color: var(--accent) }
.soft { color: var(--soft) }
.fields { margin: 0.25rem 0; padding-left: 1.1rem; border-left: 2px solid var(--line); list-style: none }
main dl { display: block; font-size: 1rem }
main dt { margin-top: 0.5rem; color: var(--ink) }
main dd { margin-left: 1.1rem; text-align: left }
`
