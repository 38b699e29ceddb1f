import { z } from 'zod'
import type { Platform } from '#src/platform/platform.ts'
import { accountKeys, channelKeys, top } from './schema.ts'

/**
 * The JSON Schema of the file, for completion in editors. Draft 7: the newest that the YAML extensions of editors know
 * in full. Looser than the loader where a rule joins two parts of the file.
 */
export function jsonSchema(platforms: readonly Platform[]): Readonly<Record<string, unknown>> {
  const accounts = platforms.map((platform) => accountKeys([platform], platform).extend(platform.account.shape))
  const file = top.extend({
    accounts: z.array(z.union(accounts)).optional().meta({ description: 'The accounts to post with.' }),
    channels: z
      .array(channelKeys.extend(ownKeys(platforms)))
      .optional()
      .meta({ description: 'Where posts go.' }),
  })
  return { title: 'Crier', ...z.toJSONSchema(file, { io: 'input', target: 'draft-07', unrepresentable: 'any' }) }
}

/** A channel does not name its platform, so the keys of all are offered and none is asked for. */
function ownKeys(platforms: readonly Platform[]): Readonly<Record<string, z.ZodType>> {
  const own: Record<string, z.ZodType> = {}
  for (const platform of platforms) {
    for (const [key, field] of Object.entries(platform.channel.shape)) {
      const known = own[key]
      own[key] = (known === undefined ? (field as z.ZodType) : z.union([known, field as z.ZodType])).optional()
    }
  }
  return own
}
