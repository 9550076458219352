/** One Jest for the whole workspace: one summary, one shared stack of real servers. */
export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/apps', '<rootDir>/packages'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/generated/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }],
  },
  globalSetup: '<rootDir>/packages/local-stack/src/testing/globalSetup.ts',
  globalTeardown: '<rootDir>/packages/local-stack/src/testing/globalTeardown.ts',
  maxWorkers: 2,
  testTimeout: 30_000,
}
