import type { FieldValue } from '#features/fields/domain/field.ts'
import type { Client } from '../contract.ts'
import { tagsOf } from './tags.ts'

export const names = [
  'name',
  'city',
  'region',
  'externalId',
  'inn',
  'kpp',
  'ogrn',
  'phone',
  'email',
  'note',
] as const
export type FieldName = (typeof names)[number]

export const lists = ['otherPhones', 'otherEmails', 'addresses'] as const
type ListName = (typeof lists)[number]

/** A client as the form holds it. */
export type Draft = Record<FieldName, string> &
  Record<ListName, readonly string[]> & {
    ownerId: string
    kind: 'company' | 'person'
    tags: string
    /** own fields by id, as they are typed */
    fields: Readonly<Record<string, string>>
  }

/** The draft of a client, or of a new one that this person will lead. */
export function draftOf(
  client: Client | null,
  ownerId: string,
  fields: Readonly<Record<string, string>>,
): Draft {
  return {
    ...(Object.fromEntries(names.map((name) => [name, client?.[name] ?? ''])) as Record<FieldName, string>),
    ...(Object.fromEntries(lists.map((name) => [name, client?.[name] ?? []])) as unknown as Record<
      ListName,
      string[]
    >),
    kind: client?.kind ?? 'company',
    ownerId: client ? (client.ownerId ?? '') : ownerId,
    tags: client?.tags.join(', ') ?? '',
    fields,
  }
}

const filled = (values: readonly string[]): string[] =>
  values.map((it) => it.trim()).filter((it) => it !== '')

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(filled(a)) === JSON.stringify(filled(b))

/** Own fields that were typed over, by id. */
export function changedFieldIds(draft: Draft, base: Draft): string[] {
  return Object.keys(draft.fields).filter((id) => draft.fields[id] !== (base.fields[id] ?? ''))
}

/** What differs from the row the form was opened with: only that is sent. */
export function changesOf(
  draft: Draft,
  base: Draft,
  valueOf: (id: string, typed: string) => FieldValue | null,
) {
  const changed = names
    .filter((name) => draft[name] !== base[name])
    .map((name) => [name, draft[name] || null])
  const changedLists = lists
    .filter((name) => !isSameList(draft[name], base[name]))
    .map((name) => [name, filled(draft[name])])
  const ids = changedFieldIds(draft, base)
  return {
    ...Object.fromEntries([...changed, ...changedLists]),
    ...(draft.kind !== base.kind && { kind: draft.kind }),
    ...(draft.ownerId !== base.ownerId && { ownerId: draft.ownerId || null }),
    ...(draft.tags !== base.tags && { tags: tagsOf(draft.tags) }),
    ...(ids.length > 0 && {
      fields: Object.fromEntries(ids.map((id) => [id, valueOf(id, draft.fields[id] ?? '')])),
    }),
  }
}

/** Mine wins only where I changed something; the rest follows the newer row. */
export function mineOver(theirs: Draft, draft: Draft, base: Draft): Draft {
  const isMine = (key: keyof Draft): boolean =>
    key !== 'fields' &&
    ((lists as readonly string[]).includes(key)
      ? !isSameList(draft[key as ListName], base[key as ListName])
      : draft[key] !== base[key])
  const mine = (Object.keys(draft) as (keyof Draft)[]).filter(isMine).map((key) => [key, draft[key]])
  const myFields = changedFieldIds(draft, base).map((id) => [id, draft.fields[id]])
  return {
    ...theirs,
    ...Object.fromEntries(mine),
    fields: { ...theirs.fields, ...Object.fromEntries(myFields) },
  }
}

/** The line of a list as somebody else has left it; undefined = as it was. */
export function listNow(list: ListName, current: Client, base: Draft): string | undefined {
  return isSameList(current[list], base[list]) ? undefined : current[list].join(', ')
}
