import { z } from 'zod'
import { invalidRequest, type Answer } from './answers.ts'

// X, OpenAPI document: MediaUploadRequestOneShot and MetadataCreateRequest; additionalProperties is false in both.
const UPLOAD = z.strictObject({
  media: z.string().min(1),
  media_category: z.enum(['tweet_image', 'dm_image', 'subtitles']),
  media_type: z
    .enum(['text/srt', 'text/vtt', 'image/jpeg', 'image/bmp', 'image/png', 'image/webp', 'image/pjpeg', 'image/tiff'])
    .optional(),
  shared: z.boolean().optional(),
  additional_owners: z.array(z.string().regex(/^[0-9]{1,19}$/)).optional(),
})

const METADATA = z.strictObject({
  id: z.string().regex(/^[0-9]{1,19}$/),
  metadata: z.strictObject({ alt_text: z.strictObject({ text: z.string().min(1).max(1_000) }) }),
})

/** The body of `POST /2/media/upload`. */
export type UploadRequest = z.infer<typeof UPLOAD>
/** The body of `POST /2/media/metadata`. */
export type MetadataRequest = z.infer<typeof METADATA>

/** The request, or X's 400. */
export function parseUpload(type: string | undefined, body: Buffer): UploadRequest | Answer {
  return parse(UPLOAD, type, body)
}

/** The request, or X's 400. */
export function parseMetadata(type: string | undefined, body: Buffer): MetadataRequest | Answer {
  return parse(METADATA, type, body)
}

function parse<T>(schema: z.ZodType<T>, type: string | undefined, body: Buffer): T | Answer {
  if (!/^application\/json\s*(;|$)/i.test(type ?? '')) {
    return invalidRequest('Requests with bodies must have content-type of application/json.')
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return invalidRequest('Request body is not valid JSON.')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  return invalidRequest(`${['$', ...issue.path.map(String)].join('.')}: ${issue.message}`)
}
