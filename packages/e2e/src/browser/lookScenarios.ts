import { fitsItsWidth, hasContrast, isAccessible, picture } from './checks.ts'
import { type Furniture, furnish } from './furnish.ts'
import { openHouse } from './house.ts'
import { becomeMember, type Member, signIn } from './members.ts'
import { memberSights, publicSights, type Sight } from './sights.ts'
import type { Device, Visitor } from './visitor.ts'

const pagesTimeoutMs = 300_000

/** Every page, in the light and in the dark. */
export function lookScenarios(device: Device): void {
  const scenario = openHouse(`browser-look-${device}`)
  let member: Member
  let furniture: Furniture

  scenario('a house with something on every page', async (house) => {
    member = await becomeMember(await house.visit(), 'Ann of Andong')
    furniture = await furnish(house.gavel, member)
  })

  scenario(
    `every page is accessible and fits, ${device === 'desk' ? 'at a desk' : 'on a phone'}`,
    async (house) => {
      const visitor = await house.visit({ device })
      visitor.allow(/status of 404 .*(999999|nowhere)/)
      const faults: string[] = []
      for (const sight of publicSights(furniture)) await look(visitor, sight, faults)
      await signIn(visitor, member)
      for (const sight of memberSights(furniture)) await look(visitor, sight, faults)
      if (faults.length > 0) throw new Error(faults.join('\n\n'))
    },
    pagesTimeoutMs,
  )
}

/** All faults of all pages are worth knowing at once. */
async function look(visitor: Visitor, { name, path, shows, act }: Sight, faults: string[]): Promise<void> {
  const { page } = visitor
  const told = async (what: string, check: () => Promise<void>): Promise<void> => {
    try {
      await check()
    } catch (error) {
      faults.push(`${name}, ${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(path)
  await told('what it shows', async () => {
    await page.getByRole('main').getByText(shows).first().waitFor()
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    await act?.(page)
  })
  await picture(visitor, name)
  await told('its width', () => fitsItsWidth(visitor))
  await told('in the light', () => isAccessible(visitor))
  await page.emulateMedia({ colorScheme: 'dark' })
  await told('in the dark', () => hasContrast(visitor))
  await picture(visitor, `${name}-dark`)
}
