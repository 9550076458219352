import { type Html, html, trusted } from '../plainPage/html.ts'
import { style } from '../plainPage/style.ts'
import type { ServiceStatus, ServiceStatuses } from './services.ts'

// Said in words and by a sign: colour alone is not for everybody.
const mark = (good: boolean, word: string): Html =>
  good ? html`<span class="good">✓ ${word}</span>` : html`<span class="bad">✗ ${word}</span>`

const check = ({ name, result }: { name: string; result: string }): Html =>
  html`<dt>${name}</dt><dd class="${result === 'ok' ? 'good' : 'bad'}">${result}</dd>`

const checkList = (service: ServiceStatus): Html =>
  service.checks.length === 0 ? html`` : html`<dl>${service.checks.map(check)}</dl>`

const card = (service: ServiceStatus): Html =>
  html`<li><h3>${service.name} ${mark(service.ready, service.status.replaceAll('_', ' '))}</h3>${checkList(service)}</li>
`

const summary = (services: readonly ServiceStatus[]): string => {
  const away = services.filter(({ ready }) => !ready).length
  return away === 0 ? 'All services are ready.' : `${away} of ${services.length} services are not ready.`
}

export function statusPage({ services, checkedAt }: ServiceStatuses): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gavel: status</title>
<style>${trusted(style)}</style>
</head>
<body>
<header>
<h1>Gavel</h1>
<p>An auction house as software: people list lots, bid live, and win.</p>
</header>
<main>
<section aria-labelledby="services">
<h2 id="services">Services</h2>
<p>${summary(services)}</p>
<ul class="services">
${services.map(card)}</ul>
</section>
<section aria-labelledby="look">
<h2 id="look">Have a look</h2>
<p><a href="/">The auction house</a> itself; <a href="/docs">/docs</a>, every route, with what it takes and answers; <a href="/v1/auctions">/v1/auctions</a>, the lots; <a href="/status.json">/status.json</a>, this page for machines.</p>
</section>
</main>
<footer>Asked at <time datetime="${checkedAt.toISOString()}">${checkedAt.toUTCString()}</time>. Reload to ask again.</footer>
</body>
</html>
`.markup
}
