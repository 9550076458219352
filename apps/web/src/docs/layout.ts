import { type Html, html, trusted } from '../plainPage/html.ts'
import { docsStyle } from './style.ts'
import { paragraphs } from './words.ts'

export type Section = { id: string; name: string; about: Html; body: Html }

/** A page of sections, with what is in it at its top. */
export const page = (title: string, description: string, sections: readonly Section[]): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(docsStyle)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p><a href="/docs">HTTP</a> · <a href="/docs/events">Kafka</a> · for tools: <a href="/openapi.json">openapi.json</a>, <a href="/asyncapi.yaml">asyncapi.yaml</a></p>
</header>
<main>
${paragraphs(description)}
<nav aria-label="Sections"><ul>
${sections.map(
  ({ id, name }) => html`<li><a href="#${id}">${name}</a></li>
`,
)}</ul></nav>
${sections.map(
  ({ id, name, about, body }) => html`<section aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
${about}
${body}
</section>
`,
)}</main>
<footer>Made of what checks the input: it cannot say anything else.</footer>
</body>
</html>
`.markup

/** Something that opens when it is asked for, by itself too where an address leads into it. */
export const folded = (id: string, summary: Html, body: Html): Html => html`<details>
<summary>${summary}</summary>
<div id="${id}">
${body}
</div>
</details>
`
