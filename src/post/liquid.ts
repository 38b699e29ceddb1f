import { Liquid, Output, toValueSync, type Context, type FilterImplOptions, type Template } from 'liquidjs'
import { conditionsOf, type Condition, type Supposed } from './conditions.ts'
import { filters, type Filter, type Telling } from './filters.ts'
import { CLOSE, LEAD, nameMark, OPEN, SUMMARY, unmarked, withSignsOnly } from './marks.ts'
import { shown } from './shown.ts'

/** The variables of a template. */
export const VARIABLES = [
  'title',
  'summary',
  'link',
  'date',
  'author',
  'authors',
  'section',
  'tags',
  'hashtags',
  'source',
  'feed',
] as const

export type Variable = (typeof VARIABLES)[number]

// Enough for any template that a person writes; what reads files, keeps counters, or writes HTML is not among them.
const TAGS = new Set(['assign', 'break', 'capture', 'case', 'comment', 'continue', 'for', 'if', 'raw', 'unless', '#'])
// Liquid's own that are of use for words. The rest would have chance, HTML, hashes or code in a post.
const FILTERS = new Set(
  'append at_least at_most compact concat default divided_by first join last lstrip minus modulo plus prepend remove remove_first replace replace_first reverse rstrip size sort split squish strip times uniq'.split(
    ' ',
  ),
)
// Bounds what one filter can make: replacing every character of a long text by a long text would fill the memory.
const LARGEST = 1_000_000

const tellings = new WeakMap<object, Telling>()
const names = new WeakMap<object, number>()
const suppositions = new WeakMap<object, Supposed>()

const liquid = build()

/** A template that was read, for rendering it often. */
export type Parsed = readonly Template[]

const known = new Map<string, Parsed>()

/**
 * Reads a template.
 * @throws liquidjs' error, with its place, where the template breaks a rule or is too long.
 */
export function parse(template: string): Parsed {
  const before = known.get(template)
  if (before !== undefined) return before
  const parsed = liquid.parse(unmarked(template))
  for (const output of outputsOf(parsed)) nameOf(output)
  for (const condition of conditionsIn(parsed)) steer(condition)
  known.set(template, parsed)
  return parsed
}

/**
 * Renders a template: the words of values between marks, everything else the template's own. Where something is
 * `supposed` of the article, conditions come out by that, whatever the values are.
 * @throws liquidjs' error, with its place, where the template breaks a rule or a limit.
 */
export function renderMarked(
  parsed: Parsed,
  values: Readonly<Record<Variable, unknown>>,
  telling: Telling,
  supposed: Supposed | null = null,
): string {
  const scope = { ...values }
  tellings.set(scope, telling)
  if (supposed !== null) suppositions.set(scope, supposed)
  return String(liquid.renderSync([...parsed], scope))
}

/** The variables that a template uses, with where each stands first, in lines and columns from 1. */
export function variablesIn(
  parsed: Parsed,
): readonly { readonly name: string; readonly row: number; readonly col: number }[] {
  const { globals } = liquid.analyzeSync([...parsed], { partials: false })
  return Object.entries(globals).map(([name, [first]]) => ({
    name,
    row: first?.location.row ?? 1,
    col: first?.location.col ?? 1,
  }))
}

function build(): Liquid {
  const engine = new Liquid({
    // No template reads a file, and none runs away (PARTS: liquidjs).
    templates: {},
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: 20_000,
    // By the clock, and a busy machine may be slow: a thousand times what a post takes.
    renderLimit: 1_000,
    memoryLimit: LARGEST,
    outputEscape(this: Filter, value: unknown) {
      if (value === SUMMARY || value === LEAD) return value
      const telling = tellingOf(this.context)
      const name = names.get(this.context)
      return `${OPEN}${name === undefined ? '' : nameMark(name)}${withSignsOnly(shown(value, telling))}${CLOSE}`
    },
  })
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) delete engine.tags[tag]
  for (const [name, filter] of Object.entries(engine.filters)) {
    const handler = typeof filter === 'function' ? filter : filter?.handler
    if (handler === undefined || !FILTERS.has(name)) delete engine.filters[name]
    else engine.registerFilter(name, bounded(name, handler))
  }
  for (const [name, filter] of Object.entries(filters)) {
    engine.registerFilter(name, function (this: Filter, value: unknown, ...args: unknown[]) {
      refuseSummary(name, [value, ...args])
      return filter(value, args, tellingOf(this.context))
    })
  }
  return engine
}

/** The summary is not there yet when a template is rendered: what fits is measured later. */
function refuseSummary(filter: string, values: readonly unknown[]): void {
  if (filter === 'first_sentence' || filter === 'default') return
  if (values.some((value) => typeof value === 'string' && /[\uE002\uE003]/.test(value))) {
    throw new Error('the summary can only stand by itself, or as {{ summary | first_sentence }}')
  }
}

function tellingOf(context: Context): Telling {
  const telling = tellings.get(context.environments)
  if (telling === undefined) throw new Error('a template is rendered without its channel')
  return telling
}

type Handler = Extract<FilterImplOptions, (...args: never) => unknown>

function bounded(name: string, handler: Handler): Handler {
  return function (value: unknown, ...args: unknown[]) {
    refuseSummary(name, [value, ...args])
    const most = (sizeOf(value) + 1) * (Math.max(0, ...args.map(sizeOf)) + 1)
    if (most > LARGEST) throw new Error('memory alloc limit exceeded')
    return handler.call(this, value, ...args)
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  return Array.isArray(value) ? value.reduce<number>((sum, member) => sum + sizeOf(member) + 1, 0) : 0
}

/** Every `{{ … }}` of a template, those within its tags too. */
function outputsOf(templates: Parsed): readonly Output[] {
  return templates.flatMap((each) => {
    if (each instanceof Output) return [each]
    const inner = each.children === undefined ? [] : toValueSync(each.children(false, true))
    return outputsOf(inner)
  })
}

/** The conditions of a template that ask for the article's own values, and not for what the template makes of them. */
export function conditionsIn(parsed: Parsed): readonly Condition[] {
  const { locals } = liquid.analyzeSync([...parsed], { partials: false })
  return conditionsOf(parsed, new Set(VARIABLES.filter((name) => !(name in locals))))
}

/** Lets a condition come out by what is supposed; what is wrong with it is thrown all the same. */
function steer({ value, answer }: Condition): void {
  const evaluate = value.value.bind(value)
  value.value = function* (context, lenient) {
    const natural = yield* evaluate(context, lenient)
    const supposed = suppositions.get(context.environments)
    const steered = supposed && answer(supposed)
    return steered === undefined ? natural : steered
  }
}

/** What an output puts out is known by the first variable in it. */
function nameOf(output: Output): void {
  const used = Object.keys(liquid.analyzeSync([output], { partials: false }).globals)
  const name = VARIABLES.findIndex((variable) => variable === used[0])
  const render = output.render.bind(output)
  output.render = function* (context, emitter) {
    if (name === -1) names.delete(context)
    else names.set(context, name)
    yield* render(context, emitter)
  }
}
