import { addressVariables, type ServerName, titles } from '../settings/servers.ts'
import type { Settings } from '../settings/settings.ts'
import { dockerAnswers, dockerRecipe } from './docker.ts'
import { elasticsearch } from './elasticsearch.ts'
import { kafka } from './kafka.ts'
import { postgres } from './postgres.ts'
import type { Recipe } from './recipe.ts'
import { redis } from './redis.ts'

export type Origin = 'local' | 'docker'
export type Choice = { origin: Origin; recipe: Recipe }

const localRecipes: Record<ServerName, Recipe> = { postgres, kafka, redis, elasticsearch }

/**
 * A process of ours where that can be, else a container.
 * @throws Error that says what to install
 */
export async function chooseRecipe(name: ServerName, settings: Settings): Promise<Choice> {
  const missing = await localRecipes[name].missing(settings)
  if (!missing) return { origin: 'local', recipe: localRecipes[name] }
  if (await dockerAnswers()) return { origin: 'docker', recipe: dockerRecipe(name) }
  throw new Error(
    `${titles[name]} cannot be started here. It needs ${missing}; or a running Docker engine with compose; or, if one runs elsewhere, its address in ${addressVariables[name]}.`,
  )
}
