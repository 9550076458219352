import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The architecture, checked: who may import whom. Run by `pnpm architecture` and by CI.
 * What a folder may import from the workspace is read from its package.json, so a new package needs no new rule here.
 */
const tests = '\\.test\\.ts$|/test/|/src/testing/'
const folders = ['apps', 'packages'].flatMap((kind) =>
  readdirSync(join(import.meta.dirname, kind)).map((name) => `${kind}/${name}`),
)
const manifests = new Map(
  folders.map((folder) => [
    folder,
    JSON.parse(readFileSync(join(import.meta.dirname, folder, 'package.json'), 'utf8')),
  ]),
)

const pathsOf = (dependencies = {}) => folders.filter((folder) => manifests.get(folder).name in dependencies)
const anyOf = (paths) => `^(${paths.join('|')})/`

/** Workspace packages resolve to their sources, so the usual npm rules do not see them: one pair of rules for each folder. */
const declaredOnly = folders.flatMap((folder) => {
  const { dependencies, devDependencies } = manifests.get(folder)
  const running = [folder, ...pathsOf(dependencies)]
  const testing = [...running, ...pathsOf(devDependencies)]
  return [
    {
      name: `declared-dependencies-of-${folder.replace('/', '-')}`,
      severity: 'error',
      comment: 'Declare the workspace package in dependencies, or do without it.',
      from: { path: `^${folder}/src/`, pathNot: tests },
      to: { path: '^(apps|packages)/', pathNot: anyOf(folder === 'packages/e2e' ? testing : running) },
    },
    {
      name: `declared-test-dependencies-of-${folder.replace('/', '-')}`,
      severity: 'error',
      comment: 'Declare the workspace package in devDependencies, or do without it.',
      from: { path: `^${folder}/`, pathNot: '/node_modules/' },
      to: { path: '^(apps|packages)/', pathNot: anyOf(testing) },
    },
  ]
})

export default {
  forbidden: [
    {
      name: 'no-app-imports-another',
      severity: 'error',
      comment: 'Apps meet in Kafka topics alone; what they share is a package.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-package-imports-an-app',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'rules-are-free-of-io',
      severity: 'error',
      comment: 'What lies in a folder named rules/ is pure: it knows other rules and the contracts, nothing else.',
      from: { path: '^apps/.*/rules/', pathNot: tests },
      to: { pathNot: '^apps/.*/rules/|^packages/event-contracts/src/' },
    },
    {
      name: 'machinery-knows-nothing-of-auctions',
      severity: 'error',
      comment: 'These packages would serve a library or a bank as well.',
      from: { path: '^packages/(database|event-store|local-stack|messaging|service-kit)/' },
      to: { path: '^packages/event-contracts/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      // Prisma's client is generated: a fresh clone has none yet.
      to: { couldNotResolve: true, pathNot: '/generated/' },
    },
    {
      name: 'no-undeclared-npm-package',
      severity: 'error',
      comment: 'A package that is not in the nearest package.json works by accident.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-dependency-at-run-time',
      severity: 'error',
      comment: 'An image is built without devDependencies.',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: `${tests}|^packages/e2e/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    ...declaredOnly,
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // What k6 runs imports modules that k6 has built in.
    exclude: { path: 'src/generated/|^packages/bench/k6/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
}
