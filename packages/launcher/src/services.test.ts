import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { appDirectory, nodeOptionsOf, serviceNames } from './services.ts'

it.each(serviceNames)('%s is started with the options of its start script', async (name) => {
  const manifest = await readFile(join(appDirectory(name), 'package.json'), 'utf8')
  const command = ['node', ...nodeOptionsOf(name), 'src/main.ts', '--env prod'].join(' ')
  expect(JSON.parse(manifest)).toMatchObject({ scripts: { start: command } })
})
