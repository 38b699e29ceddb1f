/** The conditions of templates, told apart by what they ask of an article. */
import { CaseTag, IfTag, toValueSync, TypeGuards, UnlessTag, type Template, type Token, type Value } from 'liquidjs'
import { unreachable } from '#src/base/errors.ts'

/** What a value of a template may be compared with. */
export type Known = string | number | null

/** What is supposed of an article: by its values as templates write them; and whether each contains a text. */
export interface Supposed {
  readonly values: ReadonlyMap<string, Known>
  readonly contents: ReadonlyMap<string, boolean>
}

/** One question to an article. `of`: a value as the template writes it. */
export type Question =
  | { readonly is: 'compared'; readonly of: string; readonly by: Comparison; readonly with: Known }
  | { readonly is: 'contains'; readonly of: string; readonly what: string }
  /** Whether there is any. */
  | { readonly is: 'there'; readonly of: string }

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const
type Comparison = (typeof COMPARISONS)[number]

/** What `empty` and `blank` mean beside nothing at all. */
export const EMPTY = '\0empty'
/** A text that no template asks for. */
export const OTHER = '\0other'

/** A condition of a template: its value in Liquid, and the questions that it comes to. */
export interface Condition {
  readonly value: Value
  readonly questions: readonly Question[]
  /** Its value for an article of which something is supposed; undefined where that does not tell. */
  readonly answer: (supposed: Supposed) => unknown
}

/** The conditions of a template, those within its tags too, as far as they ask for values of the article itself. */
export function conditionsOf(templates: readonly Template[], variables: ReadonlySet<string>): readonly Condition[] {
  return templates.flatMap((each) => {
    const inner = each.children === undefined ? [] : toValueSync(each.children(false, true))
    return [...own(each, variables), ...conditionsOf(inner, variables)]
  })
}

function own(template: Template, variables: ReadonlySet<string>): readonly Condition[] {
  if (template instanceof IfTag || template instanceof UnlessTag) {
    return template.branches.flatMap(({ value }) => {
      const read = value.filters.length > 0 ? null : readTokens(value.initial.postfix, variables)
      return read === null ? [] : [{ value, ...read }]
    })
  }
  if (!(template instanceof CaseTag)) return []
  const { value, branches } = template
  const [token, ...more] = value.initial.postfix
  const of = token === undefined || more.length > 0 || value.filters.length > 0 ? null : pathOf(token, variables)
  if (of === null) return []
  const literals = branches.flatMap(({ values }) => values.map((each) => literalOf(each)))
  const questions = literals.flatMap((literal): readonly Question[] => {
    return literal === undefined ? [] : [{ is: 'compared', of, by: '==', with: literal }]
  })
  return [{ value, questions, answer: ({ values }) => values.get(of) }]
}

type Read = Pick<Condition, 'questions'> & { readonly answer: (supposed: Supposed) => boolean }

/** An operand, before it is known whether it is asked for itself or compared. */
interface Operand {
  readonly token: Token | null
  readonly read: Read | null
}

/** Null where anything is asked that is not the article's own, or in another way. */
function readTokens(postfix: readonly Token[], variables: ReadonlySet<string>): Read | null {
  const operands: Operand[] = []
  const truth = ({ token, read }: Operand): Read | null => {
    const of = token && pathOf(token, variables)
    return read ?? (of === null ? null : asking({ is: 'there', of }))
  }
  for (const token of postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      operands.push({ token, read: null })
      continue
    }
    const right = operands.pop()
    const left = token.operator === 'not' ? right : operands.pop()
    if (left === undefined || right === undefined) return null
    const read = readOperator(token.operator, left, right, truth, variables)
    if (read === null) return null
    operands.push({ token: null, read })
  }
  const [whole] = operands
  return whole === undefined ? null : truth(whole)
}

function readOperator(
  operator: string,
  left: Operand,
  right: Operand,
  truth: (operand: Operand) => Read | null,
  variables: ReadonlySet<string>,
): Read | null {
  if (operator === 'not' || operator === 'and' || operator === 'or') {
    const [one, other] = [truth(left), truth(right)]
    if (one === null || other === null) return null
    const questions = operator === 'not' ? one.questions : [...one.questions, ...other.questions]
    if (operator === 'not') return { questions, answer: (supposed) => !one.answer(supposed) }
    if (operator === 'and') return { questions, answer: (supposed) => one.answer(supposed) && other.answer(supposed) }
    return { questions, answer: (supposed) => one.answer(supposed) || other.answer(supposed) }
  }
  const of = left.token && pathOf(left.token, variables)
  const literal = right.token ? literalOf(right.token) : undefined
  if (of === null || literal === undefined) return null
  if (operator === 'contains') return literal === null ? null : asking({ is: 'contains', of, what: String(literal) })
  const by = COMPARISONS.find((each) => each === operator)
  return by === undefined ? null : asking({ is: 'compared', of, by, with: literal })
}

function asking(question: Question): Read {
  return { questions: [question], answer: (supposed) => answerTo(question, supposed) }
}

function answerTo(question: Question, { values, contents }: Supposed): boolean {
  const value = values.get(question.of) ?? null
  switch (question.is) {
    case 'there':
      return value !== null
    case 'contains':
      return value !== null && contents.get(contentKey(question)) === true
    case 'compared':
      return compare(value, question.by, question.with)
    default:
      return unreachable(question)
  }
}

/** Under which name {@link Supposed} has whether a value contains a text. */
export function contentKey({ of, what }: { readonly of: string; readonly what: string }): string {
  return `${of} contains ${what}`
}

function compare(value: Known, by: Comparison, other: Known): boolean {
  const equal = value === other || (value === null && other === EMPTY)
  if (by === '==') return equal
  if (by === '!=') return !equal
  if (value === null || other === null) return false
  if (equal) return by === '<=' || by === '>='
  return by.startsWith('<') ? value < other : value > other
}

/** A value of the article as the template writes it; null where it is none. */
function pathOf(token: Token, variables: ReadonlySet<string>): string | null {
  const path = token.getText()
  const root = /^[\w-]+/.exec(path)?.[0]
  return TypeGuards.isPropertyAccessToken(token) && root !== undefined && variables.has(root) ? path : null
}

function literalOf(token: unknown): Known | undefined {
  if (TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token)) {
    return token.content === '' ? EMPTY : token.content
  }
  if (!TypeGuards.isLiteralToken(token)) return undefined
  const { literal } = token
  if (literal === 'empty' || literal === 'blank') return EMPTY
  return literal === 'nil' || literal === 'null' ? null : undefined
}
