/** What a field of one's own can hold. */
export const fieldKinds = ['text', 'number', 'money', 'date', 'choice'] as const
export type FieldKind = (typeof fieldKinds)[number]

/** So many fields a company may have, and so many choices a field. */
export const MOST_FIELDS = 50
export const MOST_CHOICES = 100

/** One of the values that a field of choices takes; a removed one is chosen no more, yet keeps its name. */
export type Choice = { id: string; name: string; isRemoved: boolean }

/** A field that the company defined for its clients. */
export type Field = {
  id: string
  rev: number
  name: string
  kind: FieldKind
  description: string | null
  place: number
  choices: Choice[]
  isRemoved: boolean
}

/** Text and days as text, numbers and money (in minor units) as numbers, a choice by its id. */
export type FieldValue = string | number

/** Values of a client by the id of the field. */
export type FieldValues = Readonly<Record<string, FieldValue>>

/** How a name is compared: two fields, or two choices of a field, never differ by case and ё alone. */
export function sameName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase().replaceAll('ё', 'е')
}
