import { plural } from '#kernel/format.ts'

type Data = Record<string, unknown>
type Left = { name: string; reason: string }

const leftOf = (data: Data): Left[] => (Array.isArray(data['leftovers']) ? (data['leftovers'] as Left[]) : [])

export const ru: Record<string, (data: Data) => string> = {
  alreadyUndone: () => 'Это уже отменили.',
  nothingToUndo: () => 'Возвращать нечего: это действие не отменяется или его след уже другой.',
  changedSince: (data) => {
    const left = leftOf(data)
    const [first] = left
    if (left.length !== 1 || !first)
      return `Не отменить: ${left.length} ${plural('ru', left.length, ['запись', 'записи', 'записей'])} с тех пор изменили.`
    if (first.reason === 'inUse') return `Не отменить: на «${first.name}» уже ссылаются другие записи.`
    if (first.reason === 'gone') return `Не отменить: «${first.name}» больше нет.`
    return `Не отменить: «${first.name}» с тех пор изменили. Правку смотрите в журнале.`
  },
}
export const en: typeof ru = {
  alreadyUndone: () => 'This has been undone already.',
  nothingToUndo: () => 'Nothing to undo: this act has no way back, or the record has moved on.',
  changedSince: (data) => {
    const left = leftOf(data)
    const [first] = left
    if (left.length !== 1 || !first)
      return `Cannot undo: ${left.length} ${plural('en', left.length, ['record was', 'records were'])} changed since.`
    if (first.reason === 'inUse') return `Cannot undo: other records refer to “${first.name}” by now.`
    if (first.reason === 'gone') return `Cannot undo: “${first.name}” is gone.`
    return `Cannot undo: “${first.name}” was changed since. See the change in the history.`
  },
}
