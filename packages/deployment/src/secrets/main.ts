import { join, relative } from 'node:path'
import { dockerDirectory, repository } from '../places.ts'
import { clusterSecrets, composeSecrets } from './newSecrets.ts'
import { writeSecrets } from './write.ts'

// `pnpm deployment:secrets compose`, or the name of an overlay of docker/k8s.
const [target = ''] = process.argv.slice(2)
const isName = /^[a-z][a-z0-9-]*$/.test(target)
if (!isName) {
  console.error('usage: pnpm deployment:secrets compose|small|production')
  process.exitCode = 1
} else {
  const isCompose = target === 'compose'
  const directory = isCompose
    ? join(dockerDirectory, 'secrets')
    : join(dockerDirectory, 'k8s/overlays', target, 'secrets')
  await writeSecrets(directory, isCompose ? composeSecrets() : clusterSecrets())
  console.log(`written to ${relative(repository, directory)}; the first administrator is in command-api.env`)
}
