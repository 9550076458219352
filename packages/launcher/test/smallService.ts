import { resolve } from 'node:path'
import type { Reaper } from '@gavel/local-stack'
import { createPortPicker } from '../src/ports.ts'
import { createServiceProcess, type ServiceOptions, type ServiceProcess } from '../src/serviceProcess.ts'

type Manners = 'good' | 'dies' | 'never-ready' | 'deaf'

export async function smallService(
  options: { reaper: Reaper; manners?: Manners } & Partial<
    Pick<ServiceOptions, 'restart' | 'readyLimitMs' | 'stopLimitMs' | 'onNotice'>
  >,
): Promise<ServiceProcess> {
  const adminPort = await createPortPicker().pick()
  const directory = resolve(import.meta.dirname, 'programs')
  const written: string[] = []
  return createServiceProcess({
    name: 'projector',
    instance: 1,
    label: 'projector',
    adminUrl: `http://127.0.0.1:${adminPort}`,
    program: {
      command: process.execPath,
      args: ['service.ts'],
      directory,
      yields: false,
      environment: { ADMIN_PORT: String(adminPort), MANNERS: options.manners ?? 'good' },
    },
    log: { write: (line) => void written.push(line), tail: () => written.join('\n'), close: async () => {} },
    reaper: options.reaper,
    restart: options.restart ?? false,
    readyLimitMs: options.readyLimitMs ?? 20_000,
    stopLimitMs: options.stopLimitMs ?? 10_000,
    onNotice: options.onNotice ?? (() => {}),
  })
}
