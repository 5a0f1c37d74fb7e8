import pg from 'pg'

export type Statement = { text: string; values: unknown[] }

/** The statements that a piece of work sends to the database in this process. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = []
  const real = pg.Client.prototype.query as (...given: unknown[]) => unknown
  const spy = function (this: pg.Client, ...given: unknown[]): unknown {
    const [query, values] = given
    if (typeof query === 'string') sent.push({ text: query, values: Array.isArray(values) ? values : [] })
    return real.apply(this, given)
  }
  pg.Client.prototype.query = spy as never
  try {
    await work()
  } finally {
    pg.Client.prototype.query = real as never
  }
  return sent
}

/** Sends them again over one connection, with nothing around: the floor of whatever sent them. */
export async function replay(client: pg.Client, statements: readonly Statement[]): Promise<void> {
  for (const { text, values } of statements) await client.query(text, values)
}
