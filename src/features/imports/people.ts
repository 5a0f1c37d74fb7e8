import { sql } from 'kysely'
import type { Db } from '#server/database/connect.ts'
import { matchRep } from './domain/match-rep.ts'

/** The people whom a file's words mean, word → id, and the words that fit nobody. */
export async function findPeople(
  db: Db,
  words: readonly string[],
): Promise<{ found: Record<string, string>; unknown: string[] }> {
  const found: Record<string, string> = {}
  const unknown: string[] = []
  if (words.length === 0) return { found, unknown }
  const people = await sql<{ id: string; name: string; email: string }>`
    select id, name, email from app_user where deactivated_at is null`.execute(db)
  for (const word of words) {
    const person = matchRep(word, people.rows)
    if (person === null) unknown.push(word)
    else found[word] = person
  }
  return { found, unknown }
}
