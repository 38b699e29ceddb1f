import {
  DummyDriver,
  Kysely,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  type Compilable,
  type CompiledQuery,
  type QueryResult,
  type RawBuilder,
} from 'kysely'
import type { Reader } from './open.ts'
import type { Schema } from './schema.ts'
import { queryCompiler } from './sqlite.ts'

/** A query that is built once, and asked with other values every time. */
export interface Prepared<Values, Row> {
  all(reader: Reader, values: Values): Promise<readonly Row[]>
  first(reader: Reader, values: Values): Promise<Row | undefined>
  /** For what answers no rows. */
  run(writer: Reader, values: Values): Promise<void>
}

/** Where a value stands in a query. */
type Blanks<Values> = <Name extends keyof Values & string>(name: Name) => RawBuilder<Values[Name]>

/** Stands in the parameters of a query until there is a value. */
class Blank {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const unconnected = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: queryCompiler,
  },
})

/** The members of a list that is given as JSON: of any length, where a query with so many blanks is built anew for each. */
export const membersOf = (json: RawBuilder<string>): RawBuilder<string> =>
  sql<string>`(select value from json_each(${json}))`

/** Prepares a query once for each `key`: for what cannot be a value, such as a limit. */
export function prepareEach<Key, Values, Row>(
  of: (key: Key) => Prepared<Values, Row>,
): (key: Key) => Prepared<Values, Row> {
  const known = new Map<Key, Prepared<Values, Row>>()
  return (key) => {
    const made = known.get(key) ?? of(key)
    known.set(key, made)
    return made
  }
}

/**
 * Prepares the query that `build` builds, when it is first asked. For those that are asked all the time: building one
 * takes Kysely ten times as long as answering it takes SQLite.
 */
export function prepare<Values, Row = never>(
  build: (db: Kysely<Schema>, blank: Blanks<Values>) => Compilable<Row>,
): Prepared<Values, Row> {
  let compiled: CompiledQuery<Row> | undefined
  const ask = (reader: Reader, values: Values): Promise<QueryResult<Row>> => {
    compiled ??= build(
      unconnected,
      (name) => sql.val(new Blank(name)) as unknown as RawBuilder<Values[typeof name]>,
    ).compile()
    const parameters = compiled.parameters.map((one) =>
      one instanceof Blank ? (values as Readonly<Record<string, unknown>>)[one.name] : one,
    )
    return reader.getExecutor().executeQuery<Row>({ ...compiled, parameters })
  }
  return {
    all: async (reader, values) => (await ask(reader, values)).rows,
    first: async (reader, values) => (await ask(reader, values)).rows[0],
    run: async (writer, values) => void (await ask(writer, values)),
  }
}
