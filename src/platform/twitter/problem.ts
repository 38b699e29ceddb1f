import { z } from 'zod'
import { scrub } from '#src/base/secret.ts'

/**
 * What X says is wrong: an RFC 9457 problem of API v2, or an error list as v1.1 had it. `kind` is the last segment of
 * `type`, whose host has changed over the years.
 */
export interface Problem {
  readonly kind: string
  readonly title: string
  /** In X's own words, one line, for staff. */
  readonly words: string
  readonly codes: readonly number[]
  /** When a spending cap ends, as X writes it: a date. */
  readonly resetDate: string | null
}

const text = z.string().nullish()

// One error may say less than another, or more; a code is a number, whoever writes it in quotes.
const errors = z.array(
  z
    .object({ message: text.catch(null), code: z.coerce.number().int().nullish().catch(null) })
    .catch({ message: null, code: null }),
)

const body = z.object({
  type: text,
  title: text,
  detail: text,
  reset_date: text.catch(null),
  errors: errors.nullish(),
})

/** Null where `data` is not what X answers. */
export function readProblem(data: unknown): Problem | null {
  const read = body.safeParse(data).data
  if (read === undefined) return null
  const { reset_date: resetDate = null } = read
  const [type, title, detail, errors] = [read.type ?? '', read.title ?? '', read.detail ?? '', read.errors ?? []]
  const said = [...new Set([detail || title, ...errors.map(({ message }) => message ?? '')])].filter(Boolean)
  if (said.length === 0) return null
  const words = scrub(said.join(' ')).replace(/\s+/g, ' ').trim()
  return {
    kind: type.split('/').at(-1) ?? '',
    title,
    words: words.length > 300 ? `${words.slice(0, 299)}…` : words,
    codes: errors.flatMap(({ code }) => code ?? []),
    resetDate,
  }
}
