/** How each command is written and what it does, for `--help` and for whoever mistypes it. */
export const usages = {
  log: `pnpm gavel log <lot> [--from <version>] [--limit <n>] [--json]

The events of a lot (its number or id), the oldest first: 1,000 from version 1 on when nothing is said. --json gives an
event a line, whole. It shows secrets: maxima and reserves.`,
  state: `pnpm gavel state <lot> [--version <n>] [--json]

What the rules know of a lot after event <n>, by default after the newest. It shows secrets: maxima and reserves.`,
  check: `pnpm gavel check [<lot> …] [<kind>:<id> …] [--wait <seconds>] [--for <seconds>] [--json]

Folds the log and holds what projector and query-api have stored against it: lots with their bids, orders, products, SKUs,
categories, and what members watch and block; all of the house, or these (as order:<id>, SKU:<id>). What differs is looked
at again for --wait seconds (10), as views come a moment after their events; what then still does is told. Ends after --for seconds (1800) whatever happens. Exit code 0: all agree; 3: something differs; 1: it was not done.`,
  rebuild: `pnpm gavel rebuild projector [--from log] [--for <seconds>] [--anyway]
pnpm gavel rebuild query-api [--since <instant>] [--for <seconds>] [--anyway]
pnpm gavel rebuild search [--index lots|orders] [--for <seconds>]

Fills new tables from the beginning of the log (query-api: of the views) beside the ones in use, and puts them in their
place when they have caught up. The services go on meanwhile. Changes nothing when the new
tables have fewer rows than the old ones, unless --anyway. Gives up after --for seconds (1800), or when
interrupted, and changes nothing. Afterwards restart all instances of the service: they go on as before, but those that
start later read with another consumer group, and both handle every message.
--from log: from command-api's own log, where Kafka has lost events, or holds up projector with a gap.
rebuild projector publishes every view anew, and says since when: with --since query-api takes these alone, as it must
when the same version of a view has become another.`,
  'dead-letters list': `pnpm gavel dead-letters list [--topic <topic>] [--limit <n>] [--json]

Messages that a consumer has put aside: the newest <n> (50) of each topic, and whether they were replayed.`,
  'dead-letters show': `pnpm gavel dead-letters show <topic>@<offset> [--json]

One of them, with all its headers and its value.`,
  'dead-letters replay': `pnpm gavel dead-letters replay <topic>@<offset> … | --topic <topic> --all

Puts them back onto the end of the partition they came from, as they were; equal messages once. Whoever has handled one
drops it by its version. --all leaves out what was replayed before; named ones are replayed again.`,
  'outbox list': `pnpm gavel outbox list [--limit <n>] [--json]

Events that Kafka has refused, and how much waits to be sent.`,
  'outbox retry': `pnpm gavel outbox retry --id <n> | --all

Tries FAILED events at once instead of when their time has come.`,
  lag: `pnpm gavel lag [--all] [--json]

What each consumer group has not handled yet, by topic. --all lists also groups that are through, those that follow live,
and those of another epoch than the one that a service reads with.`,
} as const

export type CommandName = keyof typeof usages

/** All of them, a line each. */
export const overview = `pnpm gavel <command> [--help] [--env dev|test|prod]

  log <lot>                       the events of a lot
  state <lot> [--version <n>]     what the rules know of it, after any event
  check [<lot> …]                 the stored views against a fold of the log
  rebuild <what>                  projector, query-api or search, without downtime
  dead-letters list|show|replay   messages that a consumer has put aside
  outbox list|retry               events that Kafka has refused
  lag                             what consumers have still to handle

In dev, the default, it works on the local stack of \`pnpm start\`. Elsewhere each command runs with the environment of
the service it belongs to: here, or, where GAVEL_AT says how to reach one, there:
GAVEL_AT='kubectl exec -i deploy/{service} -- env -C /gavel/apps/{service}'
Exit code 0: done. 1: not done, and why. 2: no such command. For --json: pnpm --silent gavel …`
