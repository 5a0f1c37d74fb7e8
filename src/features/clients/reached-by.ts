import { type RawBuilder, sql } from 'kysely'

/** The ids of clients that have one of these phones or addresses, by themselves or by a person there; each by an index. */
export function reachedBy(phones: readonly string[], emails: readonly string[]): RawBuilder<unknown> {
  const asked = { phones: sql`${[...phones]}::text[]`, emails: sql`${[...emails]}::text[]` }
  return sql`
    select id from client where phone = any(${asked.phones})
    union select id from client where lower(email) = any(${asked.emails})
    union select id from client where other_phones <> '{}' and other_phones && ${asked.phones}
    union select id from client where other_emails <> '{}' and other_emails && ${asked.emails}
    union select client_id from contact_person where phones <> '{}' and phones && ${asked.phones}
    union select client_id from contact_person where emails <> '{}' and emails && ${asked.emails}`
}
