import pg from 'pg'
import { IMPORT_ROWS, type Memory } from './kill-load.ts'

// Each finds units of which one half is there: rows without their entry in the history, or the other way round.
const halves: Record<string, string> = {
  'client without its entry in the history': `select name from client c where import_id is null
    and not exists (select from audit_log a where a.action = 'client.created' and a.entity_id = c.id)`,
  'entry of a client that is not there': `select a.entity_id::text as name from audit_log a where a.action = 'client.created'
    and not exists (select from client c where c.id = a.entity_id)
    and not exists (select from client_merge m where m.dropped_id = a.entity_id and m.undone_at is null)`,
  'order without its entry': `select external_id as name from sales_order s
    where not exists (select from audit_log a where a.action = 'order.created' and a.entity_id = s.id)`,
  'entry of an order that is not there': `select a.entity_id::text as name from audit_log a where a.action = 'order.created'
    and not exists (select from sales_order s where s.id = a.entity_id)`,
  'client whose rev is not that of its last entry': `select c.name from client c join lateral (
      select (a.after ->> 'rev')::bigint as rev from audit_log a
      where a.entity = 'client' and a.entity_id = c.id and a.after ? 'rev' order by a.id desc limit 1) last on true
    where last.rev <> c.rev`,
  'merge of a client that is still there': `select c.name from client_merge m join client c on c.id = m.dropped_id
    where m.undone_at is null`,
  'order line without its order': `select l.order_id::text as name from order_line l
    where not exists (select from sales_order s where s.id = l.order_id)`,
  'import that is neither there nor not': `select r.file_name as name from import_run r
    where (select count(*) from client c where c.import_id = r.id) <> case r.state when 'committed' then ${IMPORT_ROWS} else 0 end`,
  'client whose statistics are not those of its orders': `select c.name from client c left join client_stats t on t.client_id = c.id
    where coalesce(t.turnover_minor, 0) <> (select coalesce(sum(s.amount_minor), 0) from sales_order s where s.client_id = c.id)`,
}

type Row = { name: string }
export type Findings = { lost: string[]; halfDone: string[] }

async function findLost(client: pg.Client, memory: Memory): Promise<Findings> {
  const lost: string[] = []
  const halfDone: string[] = []
  const { rows: clients } = await client.query<{
    id: string
    city: string | null
    region: string | null
    externalId: string | null
  }>('select id, city, region, external_id as "externalId" from client')
  const byId = new Map(clients.map((row) => [row.id, row]))
  for (const { id, name, told, tried } of memory.clients) {
    const city = Number(byId.get(id)?.city ?? 0)
    if (!byId.has(id)) lost.push(`client ${name}`)
    else if (city < told || city > tried) lost.push(`edit ${told} of ${name}: it says ${city}`)
  }
  const { rows: orders } = await client.query<{ number: string; clientId: string; amountMinor: string }>(
    'select external_id as number, client_id as "clientId", amount_minor as "amountMinor" from sales_order',
  )
  const byNumber = new Map(orders.map((row) => [row.number, row]))
  for (const order of memory.orders) {
    const found = byNumber.get(order.number)
    if (found?.clientId !== order.clientId || Number(found.amountMinor) !== order.amountMinor)
      lost.push(`order ${order.number}`)
  }
  for (const { keepId, dropId, order } of memory.merges)
    if (byId.has(dropId) || byNumber.get(order)?.clientId !== keepId) lost.push(`merge of ${dropId}`)
  const { ids, told, tried } = memory.group
  const regions = new Set(ids.map((id) => Number(byId.get(id)?.region ?? 0)))
  const [region = 0] = regions
  if (regions.size > 1) halfDone.push(`bulk change: ${[...regions].join(', ')}`)
  if (region < told || region > tried) lost.push(`bulk change ${told}: it says ${region}`)
  const { rows: units } = await client.query<{ size: number }>(
    `select distinct count(*)::int as size from audit_log where entity_id = any($1::uuid[]) and action <> 'client.created' group by unit_id`,
    [ids],
  )
  if (units.some(({ size }) => size !== ids.length)) halfDone.push('bulk change with a part of its entries')
  for (const { prefix, isTold } of memory.imports) {
    const count = clients.filter((row) => row.externalId?.startsWith(prefix)).length
    if (isTold && count !== IMPORT_ROWS) lost.push(`import ${prefix}: ${count} of ${IMPORT_ROWS}`)
  }
  return { lost, halfDone }
}

/** Compares the base with what the writers were told, and looks for units that are there by half. */
export async function findDamage(url: string, memories: Memory[]): Promise<Findings> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found: Findings = { lost: [], halfDone: [] }
    for (const memory of memories) {
      const { lost, halfDone } = await findLost(client, memory)
      found.lost.push(...lost)
      found.halfDone.push(...halfDone)
    }
    for (const [what, text] of Object.entries(halves)) {
      const { rows } = await client.query<Row>(text)
      found.halfDone.push(...rows.map(({ name }) => `${what}: ${name}`))
    }
    return found
  } finally {
    await client.end()
  }
}

/** What goes on in the background until statistics are counted and imports at rest; nothing then. */
export async function findUnrest(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<Row>(`
      select 'statistics of ' || count(*) || ' clients' as name from client_orders_changed having count(*) > 0
      union all
      select 'import ' || file_name || ' is ' || state from import_run where state in ('reading', 'staging', 'committing', 'undoing')
      union all
      select concat_ws(' ', 'job', task_identifier, 'tried', attempts, 'of', max_attempts, 'held by', locked_by, 'until', run_at, last_error)
      from graphile_worker.jobs
      union all
      select concat_ws(' ', 'job-session', application_name, state, wait_event_type, wait_event, now() - state_change, left(query, 200))
      from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
    // Jobs and sessions explain a rest that does not come; waiting ones alone are none.
    return rows.every((it) => it.name.startsWith('job')) ? [] : rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}
