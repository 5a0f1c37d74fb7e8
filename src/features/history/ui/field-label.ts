import { useTexts } from '#web/text.ts'
import { historyTexts } from './text.ts'

/** What a field of the history is called; a key of a group stands behind its group: «Метка · опт». */
export function useFieldLabel(): (name: string) => string {
  const text = useTexts(historyTexts)
  return (name) => {
    const [group = '', ...key] = name.split('.')
    return [text.fields[group] ?? group, ...key].join(' · ')
  }
}
