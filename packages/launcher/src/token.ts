import { isSamplePerson, samplePeople, samplePersonsToken } from './people.ts'

// For `export GAVEL_TOKEN=$(pnpm --silent dev:token alice)`: nothing but the token is printed.
const [name = ''] = process.argv.slice(2)
if (isSamplePerson(name)) console.log(await samplePersonsToken(name))
else {
  console.error(`usage: pnpm dev:token ${Object.keys(samplePeople).join('|')}`)
  process.exitCode = 1
}
