import { describe, expect, it } from '@jest/globals'
import { changed } from './change.ts'
import { readGuide } from './guide.ts'

const document = `# How to

\`a/b.ts\`, new:

\`\`\`ts
const a = 1

const b = 2
\`\`\`

\`a/c.ts\`:

\`\`\`diff
 one
+two
\`\`\`

Then:

\`\`\`sh
npx pnpm check
\`\`\`

\`\`\`sh house
curl localhost
\`\`\`

\`\`\`text
what one sees
\`\`\`
`

describe('a document', () => {
  it('is files to write, places to change and commands to run, in its order', () => {
    expect(readGuide(document)).toEqual([
      { kind: 'create', path: 'a/b.ts', text: 'const a = 1\n\nconst b = 2\n', line: 5 },
      { kind: 'change', path: 'a/c.ts', diff: [' one', '+two'], line: 13 },
      { kind: 'run', script: 'npx pnpm check', line: 20 },
    ])
  })

  it.each([
    ['```diff\n+a\n```', 'line 1: a diff stands under the path of its file'],
    ['`a.ts`:\n\n```ts\na\n```', 'line 3: a.ts is neither new nor changed'],
    ['```sh\na', 'line 1: a block without an end'],
  ])('that leaves something open is no guide', (text, fault) => {
    expect(() => readGuide(text)).toThrow(fault)
  })
})

describe('a change', () => {
  const text = 'one\ntwo\n\nthree\none\n'

  it('is made where its lines are', () => {
    expect(changed(text, [' two', '+and a half', '', '@@', '-three', '+3'])).toBe('one\ntwo\nand a half\n\n3\none\n')
  })

  it.each([
    [[' four', '+five'], '0 times'],
    [[' one', '+two'], '2 times'],
    [['+two'], 'must name a line'],
  ])('is not guessed at', (diff, fault) => {
    expect(() => changed(text, diff)).toThrow(fault)
  })
})
