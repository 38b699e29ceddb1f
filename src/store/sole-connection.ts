import {
  type CompiledQuery,
  type ConnectionProvider,
  DefaultQueryExecutor,
  type Dialect,
  Kysely,
  type KyselyProps,
  type QueryExecutor,
  Transaction,
} from 'kysely'

/** The queries of one connection. */
export interface SoleConnection<Tables> {
  readonly read: Kysely<Tables>
  /** Runs `work` while nothing else is read or written: for a query whose values are those of its turn. */
  alone<T>(work: (reader: Kysely<Tables>) => Promise<T>): Promise<T>
  /** Runs `work` in one transaction, which is undone where it throws. Nothing else is read or written meanwhile. */
  transact<T>(work: (writer: Transaction<Tables>) => Promise<T>): Promise<T>
}

/**
 * Kysely's queries on a database that has one connection. Kysely itself hands every query through a pool, a lock, and
 * lists of plugins and listeners, which takes longer than most answers of SQLite; here a query of a transaction goes to
 * the connection at once, and any other waits for its turn and no more.
 */
export async function openSoleConnection<Tables>(dialect: Dialect): Promise<SoleConnection<Tables>> {
  const driver = dialect.createDriver()
  await driver.init()
  const connection = await driver.acquireConnection()
  const [compiler, adapter] = [dialect.createQueryCompiler(), dialect.createAdapter()]
  const executorOn = (provider: ConnectionProvider): QueryExecutor =>
    Object.assign(new DefaultQueryExecutor(compiler, adapter, provider), {
      executeQuery: <Row>(query: CompiledQuery<Row>) =>
        provider.provideConnection((mine) => mine.executeQuery<Row>(query)),
      withConnectionProvider: executorOn,
    })
  const propsOf = (provider: ConnectionProvider): KyselyProps => ({
    config: { dialect },
    dialect,
    driver,
    executor: executorOn(provider),
  })
  const inTurn = openTurns()
  const atOnce = new Kysely<Tables>(propsOf({ provideConnection: (consumer) => consumer(connection) }))
  return {
    read: new Kysely<Tables>(propsOf({ provideConnection: (consumer) => inTurn(() => consumer(connection)) })),
    alone: (work) => inTurn(() => work(atOnce)),
    transact: (work) =>
      inTurn(async () => {
        let isOpen = true
        const writer = new Transaction<Tables>(
          propsOf({
            provideConnection(consumer) {
              // What was not awaited would be a transaction of its own.
              if (!isOpen) return Promise.reject(new Error('the transaction of this query has ended'))
              return consumer(connection)
            },
          }),
        )
        await driver.beginTransaction(connection, {})
        try {
          const result = await work(writer)
          isOpen = false
          await driver.commitTransaction(connection)
          return result
        } catch (error) {
          isOpen = false
          await driver.rollbackTransaction(connection)
          throw error
        }
      }),
  }
}

/** Lets one work after the other, in the order in which they came. */
function openTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let taken = false
  return async (work) => {
    if (taken) await new Promise<void>((resolve) => void waiting.push(resolve))
    taken = true
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) taken = false
      else next()
    }
  }
}
