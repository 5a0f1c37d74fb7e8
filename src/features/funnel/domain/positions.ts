type Kind = 'open' | 'won' | 'lost'
type Given = { id: string; kind: Kind; place: number }

/**
 * Where each stage stands on its way: the open ones from 1 in the order of their places (ties by id), those removed since
 * among them, as the history names them still; what is won comes after all; what is lost has no position.
 */
export function placeStages<S extends Given>(stages: readonly S[]): (S & { position: number | null })[] {
  const open = stages
    .filter((it) => it.kind === 'open')
    .sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
    .map((it, index) => ({ ...it, position: index + 1 }))
  const ends = (kind: Kind, position: number | null) =>
    stages.filter((it) => it.kind === kind).map((it) => ({ ...it, position }))
  return [...open, ...ends('won', open.length + 1), ...ends('lost', null)]
}
