import { useTexts } from '#web/text.ts'
import { historyTexts } from './text.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What a field of the history is called; a key of a group stands behind its group: «Метка · опт», unless it is an id. */
export function useFieldLabel(): (name: string) => string {
  const text = useTexts(historyTexts)
  return (name) => {
    const [group = '', ...key] = name.split('.')
    return [text.fields[group] ?? group, ...key.filter((it) => !uuid.test(it))].join(' · ')
  }
}
