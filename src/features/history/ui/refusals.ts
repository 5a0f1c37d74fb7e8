import { plural } from '#kernel/format.ts'

type Data = Record<string, unknown>
type Left = { name: string; reason: string }

// Of many only the first are named.
const countOf = (data: Data): number => Number(data['left'] ?? leftOf(data).length)
const leftOf = (data: Data): Left[] => (Array.isArray(data['leftovers']) ? (data['leftovers'] as Left[]) : [])

export const ru: Record<string, (data: Data) => string> = {
  alreadyUndone: () => 'Это уже отменили.',
  nothingToUndo: () => 'Возвращать нечего: это действие не отменяется или его след уже другой.',
  changedSince: (data) => {
    const [first] = leftOf(data)
    const count = countOf(data)
    if (count !== 1 || !first)
      return `Не отменить: ${count} ${plural('ru', count, ['запись', 'записи', 'записей'])} с тех пор изменили.`
    if (first.reason === 'inUse') return `Не отменить: на «${first.name}» уже ссылаются другие записи.`
    if (first.reason === 'gone') return `Не отменить: «${first.name}» больше нет.`
    return `Не отменить: «${first.name}» с тех пор изменили. Правку смотрите в журнале.`
  },
}
export const en: typeof ru = {
  alreadyUndone: () => 'This has been undone already.',
  nothingToUndo: () => 'Nothing to undo: this act has no way back, or the record has moved on.',
  changedSince: (data) => {
    const [first] = leftOf(data)
    const count = countOf(data)
    if (count !== 1 || !first)
      return `Cannot undo: ${count} ${plural('en', count, ['record was', 'records were'])} changed since.`
    if (first.reason === 'inUse') return `Cannot undo: other records refer to “${first.name}” by now.`
    if (first.reason === 'gone') return `Cannot undo: “${first.name}” is gone.`
    return `Cannot undo: “${first.name}” was changed since. See the change in the history.`
  },
}
