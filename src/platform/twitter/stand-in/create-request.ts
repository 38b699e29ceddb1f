import { z } from 'zod'
import { invalidRequest, type Answer } from './answers.ts'

const ID = z.string().regex(/^[0-9]{1,19}$/)

// X, OpenAPI document, TweetCreateRequest: additionalProperties is false at every level.
const CREATE = z.strictObject({
  text: z.string().default(''),
  media: z
    .strictObject({
      media_ids: z.array(ID).min(1).max(4),
      tagged_user_ids: z.array(ID).max(10).optional(),
      title: z.string().optional(),
      description: z.string().optional(),
      preview_media_id: ID.optional(),
      embeddable: z.boolean().optional(),
      call_to_actions: z.unknown().optional(),
    })
    .optional(),
  reply: z.strictObject({ in_reply_to_tweet_id: ID, exclude_reply_user_ids: z.array(ID).optional() }).optional(),
  reply_settings: z.enum(['following', 'mentionedUsers', 'subscribers', 'verified']).optional(),
  share_with_followers: z.boolean().optional(),
  made_with_ai: z.boolean().optional(),
  paid_partnership: z.boolean().optional(),
  quote_tweet_id: ID.optional(),
  poll: z.unknown().optional(),
  geo: z.unknown().optional(),
  community_id: ID.optional(),
  card_uri: z.string().optional(),
  direct_message_deep_link: z.string().optional(),
  for_super_followers_only: z.boolean().optional(),
  nullcast: z.boolean().optional(),
  edit_options: z.strictObject({ previous_post_id: ID }).optional(),
})

/** The body of `POST /2/tweets`. */
export type CreateRequest = z.infer<typeof CREATE>

/** Fields that X knows and refuses to an account without Premium, or to every app that pays as it goes. */
export const BEYOND_THE_ACCOUNT = [
  'quote_tweet_id',
  'poll',
  'geo',
  'community_id',
  'card_uri',
  'direct_message_deep_link',
  'for_super_followers_only',
  'nullcast',
  'edit_options',
] as const satisfies readonly (keyof CreateRequest)[]

/** The request, or X's 400 that says in its own words what is wrong with it. */
export function parseCreate(type: string | undefined, bytes: Buffer): CreateRequest | Answer {
  if (!/^application\/json\s*(;|$)/i.test(type ?? '')) {
    return invalidRequest('Requests with bodies must have content-type of application/json.')
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return invalidRequest('Request body is not valid JSON.')
  }
  const parsed = CREATE.safeParse(value, { reportInput: true })
  return parsed.success ? parsed.data : refusal(parsed.error.issues[0]!)
}

function refusal(issue: z.core.$ZodIssue): Answer {
  const path = ['$', ...issue.path.map(String)].join('.')
  if (issue.code === 'unrecognized_keys') {
    const key = `${path}.${issue.keys[0]}`
    return invalidRequest(`${key}: is not defined in the schema and the schema does not allow additional properties`, {
      [key]: [JSON.stringify(read(issue.input, issue.keys[0]!))],
    })
  }
  if (issue.code === 'invalid_type') {
    const message =
      issue.input === undefined
        ? 'is missing but it is required'
        : `${kindOf(issue.input)} found, ${issue.expected} expected`
    return invalidRequest(`${path}: ${message}`, { [path]: [JSON.stringify(issue.input) ?? ''] })
  }
  return invalidRequest(`${path}: does not match the schema`, { [path]: [JSON.stringify(issue.input) ?? ''] })
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (Object.getOwnPropertyDescriptor(value, key)?.value ?? null)
    : null
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}
