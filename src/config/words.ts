import type { z } from 'zod'
import { quote } from './secrets.ts'

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
}

const GENERIC_REMEDIES: Readonly<Record<string, string>> = {
  number: 'write a number, without quotes',
  int: 'write a whole number, without quotes',
  boolean: 'write true or false',
  array: 'write a list: [one, two], or a line with a dash for each',
  object: 'write keys with values, indented below',
  record: 'write keys with values, indented below',
}

/** What is wrong, in words for staff. Schemas that bring words of their own are heard first. */
export function wordsFor(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return 'is missing'
  if (issue.input === null) return 'has no value'
  switch (issue.code) {
    case 'invalid_type':
      return `${kindOf(issue.input)} stands where ${EXPECTED[issue.expected] ?? issue.expected} is expected`
    case 'invalid_value':
      return `${quoteOrKind(issue.input)} is not one of: ${listWords(issue.values)}`
    case 'too_small':
      if (issue.origin === 'array') return `needs at least ${issue.minimum}`
      if (issue.origin === 'string') return issue.input === '' ? 'is empty' : 'is too short'
      return `${quoteOrKind(issue.input)} is less than is possible here (${issue.inclusive === false ? 'more than ' : ''}${issue.minimum})`
    case 'too_big':
      if (issue.origin === 'array') return `can hold at most ${issue.maximum}`
      if (issue.origin === 'string') return `is longer than ${issue.maximum} characters`
      return `${quoteOrKind(issue.input)} is more than is possible here (${issue.inclusive === false ? 'less than ' : ''}${issue.maximum})`
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      break
  }
  return `${quoteOrKind(issue.input)} does not have the form that is needed here`
}

/** What to write where the schema does not say it: by the type that is expected, then by the key's description. */
export function genericRemedy(issue: z.core.$ZodIssue, value: unknown, description: string | undefined): string {
  if (issue.code === 'invalid_type') {
    const primitive = typeof value === 'number' || typeof value === 'boolean'
    if (issue.expected === 'string' && primitive) return `put it in quotes: "${value}"`
    const remedy = GENERIC_REMEDIES[issue.expected]
    if (remedy !== undefined) return remedy
  }
  if (issue.code === 'invalid_value') return `write one of: ${listWords(issue.values)}`
  return description ?? 'write a value of the right form, or remove the key'
}

function quoteOrKind(value: unknown): string {
  return typeof value === 'object' || typeof value === 'undefined' ? kindOf(value) : quote(value)
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'a number'
  return typeof value === 'boolean' ? String(value) : 'a set of keys'
}

/** Without `true` and `false`, which stand for words of the list where they are allowed. */
function listWords(values: readonly unknown[]): string {
  return values.filter((value) => typeof value !== 'boolean').join(', ')
}
