import { type Html, html } from '../plainPage/html.ts'

/** Text in which `code` stands between backticks. */
export const words = (text: string): Html =>
  html`${text.split('`').map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}`

/** Such text in paragraphs. */
export const paragraphs = (text: string): Html =>
  html`${text.split(/\n{2,}/).map(
    (paragraph) => html`<p>${words(paragraph)}</p>
`,
  )}`
