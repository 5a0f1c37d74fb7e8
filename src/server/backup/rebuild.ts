import type pg from 'pg'

/** Takes everything of ours out of a database; extensions and what is not ours stay. */
export async function wipe(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ command: string }>(`
    select format('drop %s if exists public.%I cascade',
      case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, relname) as command
    from pg_class c
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('e', 'i'))
    union all
    select format('drop function if exists %s cascade', p.oid::regprocedure) from pg_proc p
    where pronamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`)
  for (const { command } of rows) await client.query(command)
  await client.query('drop schema if exists staging cascade')
}

/** What would be checked and kept up row by row is taken off for the load and put back after it, all in one transaction. */
export async function takeOff(client: pg.ClientBase): Promise<() => Promise<void>> {
  const list = async (text: string): Promise<{ off: string; on: string }[]> =>
    (await client.query<{ off: string; on: string }>(text)).rows
  const references = await list(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as on
    from pg_constraint where connamespace = 'public'::regnamespace and contype = 'f' and conparentid = 0`)
  const indexes = await list(`
    select format('drop index %s', i.indexrelid::regclass) as off, pg_get_indexdef(i.indexrelid) as on
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`)
  const triggers = await list(`
    select distinct format('alter table %s disable trigger user', tgrelid::regclass) as off,
      format('alter table %s enable trigger user', tgrelid::regclass) as on
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not tgisinternal`)
  for (const { off } of [...references, ...indexes, ...triggers]) await client.query(off)
  return async () => {
    for (const { on } of [...indexes, ...references, ...triggers]) await client.query(on)
  }
}
