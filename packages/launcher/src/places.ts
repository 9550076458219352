import type { Place } from './environment.ts'
import { createPortPicker } from './ports.ts'
import { instanceLabel, type ServiceName, serviceNames, usualPorts } from './services.ts'

/** `usual`: the documented ports for first instances, as far as they are free. `free`: random free ones. */
export type PortChoice = 'usual' | 'free'

/** Chooses where each instance answers. There is one web entry, however many instances of the others. */
export async function choosePlaces(choice: PortChoice, instances: number): Promise<readonly Place[]> {
  const picker = createPortPicker()
  const places: Place[] = []
  for (const name of serviceNames) {
    const count = name === 'web' ? 1 : instances
    for (let instance = 1; instance <= count; instance += 1) {
      const usual = choice === 'usual' && instance === 1
      places.push(await choosePlace(name, instance, (wanted) => picker.pick(usual ? wanted : undefined)))
    }
  }
  return places
}

async function choosePlace(
  name: ServiceName,
  instance: number,
  pick: (wanted: number) => Promise<number>,
): Promise<Place> {
  const { http, admin } = usualPorts[name]
  return {
    name,
    instance,
    label: instanceLabel(name, instance),
    ...(http === undefined ? {} : { port: await pick(http) }),
    adminPort: await pick(admin),
  }
}

/** What to tell a person who expects the usual ports. */
export function unusualPorts(places: readonly Place[]): readonly string[] {
  return places
    .filter((place) => place.instance === 1)
    .flatMap(({ name, label, port, adminPort }) => {
      const usual = usualPorts[name]
      return [
        ...(usual.http === port ? [] : [`port ${usual.http} is taken: ${label} listens on ${port}`]),
        ...(usual.admin === adminPort ? [] : [`port ${usual.admin} is taken: ${label} has its health on ${adminPort}`]),
      ]
    })
}
