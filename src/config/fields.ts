import { z } from 'zod'
import { parseAuthority } from './authority.ts'
import { DURATION, PACE, parseDuration, parsePace } from './duration.ts'
import { isLanguageTag, languageMeant } from './language-tags.ts'
import { nearest } from './nearest.ts'
import { quote } from './secrets.ts'

/** What to write where a value of this schema is missing or wrong. */
export const remedies: z.core.$ZodRegistry<{ readonly remedy: string }> = z.registry<{ readonly remedy: string }>()

/** Ids of feeds, accounts and channels. */
export const ID = /^[a-z][a-z0-9-]*$/

const DURATION_REMEDY = 'write a whole number and its unit: 90s, 5m, 6h or 2d'

/** A field of text that `judge` finds nothing wrong with. */
function text(description: string, remedy: string, judge: (value: string) => string | null): z.ZodString {
  return z
    .string()
    .check(({ value, issues }) => {
      const message = judge(value)
      if (message !== null) issues.push({ code: 'custom', input: value, message })
    })
    .meta({ description })
    .register(remedies, { remedy })
}

/** `said` is what stands before the value in the message: `… is not an id`. */
function matching(pattern: RegExp, said: string, description: string, examples: string[], remedy: string) {
  return z
    .string()
    .regex(pattern, { error: (issue) => `${quote(issue.input)} ${said}` })
    .meta({ description, examples })
    .register(remedies, { remedy })
}

export const id = (description: string): z.ZodString =>
  matching(
    ID,
    'is not an id',
    `${description} Small letters, digits and dashes, beginning with a letter.`,
    ['world'],
    'use small letters, digits and dashes, beginning with a letter, for instance `world-news`',
  )

/** Text such as `6h`, as milliseconds. */
export const duration = (description: string, example: string) =>
  matching(
    DURATION,
    'is not a duration',
    `${description} A whole number and its unit: 90s, 5m, 6h or 2d.`,
    [example],
    DURATION_REMEDY,
  ).transform((written) => parseDuration(written)!)

/** A duration, or two with a dash between, the shorter first. */
export const pace = (description: string, example: string) =>
  matching(
    PACE,
    'is neither a duration nor two with a dash between',
    `${description} One duration such as 5m, or two such as 2m-15m: by the feed's own rhythm, between these.`,
    [example],
    'write a duration such as 5m, or two such as 2m-15m',
  )
    .refine((written) => !PACE.test(written) || parsePace(written) !== null, {
      error: ({ input }) => `the second duration of ${quote(input)} is the shorter one`,
    })
    .transform((written) => parsePace(written)!)

/** An http(s) address without user or password. */
export const address = (description: string, example: string): z.ZodString =>
  text(description, `write a full address, for instance ${example}`, (value) => {
    const url = URL.parse(value)
    if (url === null) return `${quote(value)} is not a web address`
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return `${quote(value)} does not begin with https://`
    if (url.username || url.password)
      return 'a user name or password stands in the address; secrets never stand in the file'
    return null
  })

/** An {@link address} that paths can be added to, in one spelling: two of one place are the same. */
export const root = (description: string, example: string): z.ZodPipe<z.ZodString, z.ZodTransform<string, string>> =>
  address(description, example)
    .refine((value) => !/[?#]/.test(value), { error: 'an address that paths are added to cannot hold ? or #' })
    .register(remedies, { remedy: `write the address up to its path, for instance ${example}` })
    .transform((value) => {
      const { origin, pathname } = new URL(value)
      return origin + pathname.replace(/\/+$/, '')
    })

/** A {@link root} that is reached over TLS only. */
export const secureRoot = (description: string, example: string) =>
  root(description, example).refine((value) => value.startsWith('https:'), { error: 'does not begin with https://' })

/** An https page or a mail address; in a header's comment, so of ASCII without parentheses (RFC 9110, 5.6.5). */
export const contact = (description: string, example: string) =>
  text(description, `write a page such as ${example}, or a mail address`, (value) => {
    const url = URL.parse(value)
    const page = url?.protocol === 'https:' && !url.username && !url.password && /^[!-'*-[\]-~]+$/.test(value)
    return page || /^[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(value)
      ? null
      : `${quote(value)} is neither an https address nor a mail address`
  })

/** `host:port`, as its two parts. */
export const authority = (description: string, example: string) =>
  text(description, `write host and port, for instance "${example}"`, (value) =>
    parseAuthority(value) === null ? `${quote(value)} is not a host and a port` : null,
  ).transform((value) => parseAuthority(value) ?? { host: value, port: 0 })

export const timezone = (description: string): z.ZodString =>
  text(description, 'write a name such as Europe/Kyiv, America/New_York or UTC', (value) => {
    if (isTimezone(value)) return null
    const meant = nearest(value, [...NEW_NAMES, ...Intl.supportedValuesOf('timeZone')])
    return `${quote(value)} is not a time zone${meant === null ? '' : ` (is ${meant} meant?)`}`
  })

export const language = (description: string): z.ZodString =>
  text(description, 'write a language tag, for instance en, uk or pt-BR', (value) => {
    if (isLanguageTag(value)) return null
    const meant = languageMeant(value)
    return `${quote(value)} is not a language tag${meant === null ? '' : ` (is ${meant} meant?)`}`
  })

export const template = (description: string): z.ZodString =>
  text(description, 'write for instance "{{ title }}\\n\\n{{ summary }}\\n\\n{{ link }}", in quotes', (value) =>
    value.trim() === '' ? 'is empty' : null,
  )

/** A hashtag, with or without its sign: letters, digits and underscores of any script, a letter among them. */
export const hashtag = (description: string) =>
  text(description, 'write a hashtag without spaces and dashes, for instance "#WorldNews"', (value) =>
    /^#?[\p{L}\p{M}\p{N}_\u200c]{1,100}$/u.test(value) && /\p{L}/u.test(value)
      ? null
      : `${quote(value)} is not a hashtag`,
  ).transform((value) => `#${value.normalize('NFC').replace(/^#/, '')}`)

/** Names of the newsroom, each with its value. */
export const byName = <T extends z.ZodType>(description: string, value: T, remedy: string) =>
  z.record(z.string(), value).meta({ description }).register(remedies, { remedy })

/** One line of text. */
export const line = (description: string): z.ZodString =>
  text(description, 'write a word or a few, in quotes', (value) =>
    value.trim() === '' || /[\p{Cc}]/u.test(value) ? `${quote(value)} is not a line of text` : null,
  )

/** One word of a few. */
export const choice = <const T extends string | boolean>(description: string, words: readonly T[]): z.ZodLiteral<T> => {
  const literal = z.literal(words).meta({ description })
  remedies.add(literal, { remedy: `write one of: ${words.filter((word) => typeof word !== 'boolean').join(', ')}` })
  return literal
}

export const count = (description: string): z.ZodInt =>
  z.int().min(1).meta({ description }).register(remedies, { remedy: 'write a whole number, 1 or more, without quotes' })

/** A {@link count}, or `none`, as null. */
export const countOrNone = (description: string) =>
  z
    .union([z.int().min(1), z.literal('none')], { error: 'is neither a whole number nor none' })
    .transform((written) => (written === 'none' ? null : written))
    .meta({ description })
    .register(remedies, { remedy: 'write a whole number, 1 or more, without quotes, or none' })

/** From how many on something holds, or `never`. */
export const fromCount = (description: string) =>
  z
    .union([z.int().min(2), z.literal('never')], { error: 'is neither a whole number of 2 or more nor never' })
    .meta({ description })
    .register(remedies, { remedy: 'write a whole number, 2 or more, without quotes, or never' })

/** A {@link duration}, or `none`, as 0. */
export const pauseBetween = (description: string, example: string) =>
  text(description, `${DURATION_REMEDY}, or none`, (value) =>
    value === 'none' || DURATION.test(value) ? null : `${quote(value)} is not a duration`,
  )
    .meta({ examples: [example] })
    .transform((written) => (written === 'none' ? 0 : parseDuration(written)!))

/** A time of day such as `07:00`. */
export const timeOfDay = (description: string, example: string): z.ZodString =>
  matching(
    /^(?:[01]\d|2[0-3]):[0-5]\d$/,
    'is not a time of day',
    description,
    [example],
    `write hours and minutes in quotes, for instance "${example}"`,
  )

export const dollars = (description: string): z.ZodNumber =>
  z
    .number()
    .positive()
    .meta({ description })
    .register(remedies, { remedy: 'write an amount in US dollars, for instance 5' })

// Cities whose names of today the list of the runtime lacks.
const NEW_NAMES = ['Europe/Kyiv', 'Asia/Kolkata', 'Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Yangon']

function isTimezone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
