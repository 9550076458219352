import { parser } from '@prometheus-io/lezer-promql'

export type Selector = { metric: string; matchers: readonly { label: string; operator: string; value: string }[] }
export type Query = {
  selectors: readonly Selector[]
  /** Labels that the query groups by. */
  groupings: readonly string[]
}

/** Grafana puts these in. */
const filledIn = (text: string): string => text.replaceAll('$__rate_interval', '5m').replaceAll(/\$[a-z]+/g, '.*')

/** What a PromQL query asks for, by Prometheus's own grammar. @throws Error when it is none */
export function readPromql(given: string): Query {
  const text = filledIn(given)
  const selectors: Selector[] = []
  const groupings: string[] = []
  let matchers: Selector['matchers'][number][] = []
  let [label, operator] = ['', '']
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      const word = text.slice(from, to)
      if (type.isError) throw new Error(`no PromQL at ${from}: ${text}`)
      if (type.name === 'Identifier') {
        matchers = []
        selectors.push({ metric: word, matchers })
      }
      if (type.name === 'LabelName' && node.parent?.name === 'GroupingLabels') groupings.push(word)
      else if (type.name === 'LabelName') label = word
      if (type.name === 'MatchOp') operator = word
      if (type.name === 'StringLiteral' && node.parent?.name === 'UnquotedLabelMatcher') {
        matchers.push({ label, operator, value: word.slice(1, -1) })
      }
    },
  })
  if (selectors.length === 0) throw new Error(`a query without a metric: ${text}`)
  return { selectors, groupings }
}
