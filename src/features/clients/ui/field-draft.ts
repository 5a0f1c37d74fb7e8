import type { Field, FieldValue } from '#features/fields/domain/field.ts'
import { parseValue } from '#features/fields/domain/parse-value.ts'
import { plainText } from '#features/fields/domain/show-value.ts'
import type { Language } from '#kernel/format.ts'
import { currencyDigits } from '#kernel/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import { useSession } from '#web/session.ts'
import { ApiError } from '#web/api.ts'
import { useLanguage } from '#web/text.ts'

/** A value as it stands in its control: a choice by its id, anything else as it is typed. */
function toDraft(field: Field, value: FieldValue | undefined, digits: number, language: Language): string {
  if (value === undefined) return ''
  if (field.kind === 'choice') return String(value)
  const text = plainText(field, value, digits)
  if (field.kind === 'money') return localMark(text.replace(/\.0+$/, ''), language)
  return field.kind === 'number' ? localMark(text, language) : text
}

const localMark = (text: string, language: Language): string =>
  language === 'ru' ? text.replace('.', ',') : text

// In English a comma before three digits parts the thousands.
const typedNumber = (text: string, language: Language): string =>
  language === 'en' ? text.replace(/,(?=\d{3}(?!\d))/g, '') : text

/** What was typed, as a value; null = nothing. What the field cannot hold is refused as the server would. */
function fromDraft(field: Field, typed: string, digits: number, language: Language): FieldValue | null {
  if (field.kind === 'choice') return typed || null
  const isNumber = field.kind === 'number' || field.kind === 'money'
  try {
    return parseValue(field, isNumber ? typedNumber(typed, language) : typed, digits)
  } catch (error) {
    if (error instanceof Refusal) throw new ApiError(422, error.code, error.data)
    throw error
  }
}

/** Values of own fields to and from their controls, in the workspace's currency. */
export function useFieldDraft() {
  const language = useLanguage()
  const digits = currencyDigits(useSession().workspace.currency)
  return {
    toDraft: (field: Field, value: FieldValue | undefined) => toDraft(field, value, digits, language),
    fromDraft: (field: Field, typed: string) => fromDraft(field, typed, digits, language),
  }
}
