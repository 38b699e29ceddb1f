import { z } from 'zod'
import { choice, id, language, remedies } from './fields.ts'
import { quote } from './secrets.ts'

/** A list of words or names. */
export const words = (description: string, example: string) =>
  z
    .array(
      z
        .string()
        .regex(/[^\s*]/, { error: 'is empty' })
        .register(remedies, { remedy: `write it in quotes, for instance "${example}"` }),
    )
    .min(1)
    .meta({ description })
    .register(remedies, { remedy: `write a list: ["${example}"]` })

const folders = z
  .array(
    z
      .string()
      .regex(/^\/[^?#*\s]*$/, { error: (issue) => `${quote(issue.input)} is not the beginning of a path` })
      .register(remedies, { remedy: 'write a folder of the address, for instance /sport' }),
  )
  .min(1)
  .meta({ description: "Folders of the article's address: /sport holds /sport/2026/x, and not /sports." })
  .register(remedies, { remedy: 'write a list: [/sport]' })

const FLAGS = ['opinion', 'live', 'paywalled', 'video'] as const

/** By what articles are chosen. */
export const selection = (description: string) =>
  z
    .strictObject({
      feeds: z.array(id('A feed.')).min(1).meta({ description: 'Feeds that show the article.' }).optional(),
      categories: words('Whole categories of the feed, sections or tags of the page, in any case.', 'World').optional(),
      authors: words('Whole names of authors, in any case.', 'Olena Shevchenko').optional(),
      title: words(
        'Whole words or phrases of the headline, in any case; "flood*" stands for any ending.',
        'flood*',
      ).optional(),
      text: words(
        'The same in the headline or the text, as far as Crier has read it: what the feed gives, and the page where that was read.',
        'press release',
      ).optional(),
      paths: folders.optional(),
      languages: z
        .array(language('A language.'))
        .min(1)
        .meta({ description: 'Languages: en is en-GB too.' })
        .optional(),
      flags: z
        .array(choice('What the page says it is.', FLAGS))
        .min(1)
        .meta({ description: 'What the page says it is.' })
        .optional(),
    })
    .refine((keys) => Object.values(keys).some((values) => values !== undefined), { error: 'names nothing' })
    .meta({ description })
    .register(remedies, { remedy: 'write by what, for instance { categories: [World] }' })
