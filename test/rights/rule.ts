import type { Role } from '#kernel/operation.ts'

/**
 * Who may what, in plain words and on purpose apart from the product's own predicates: the owner everything; a head what
 * belongs to the teams they head, to themselves and to nobody; a rep their own, and by the workspace's setting the team's or
 * everybody's to read; marketer and observer everything to read and nothing to change.
 */
export type RepVisibility = 'own' | 'team' | 'all'
export const repVisibilities: readonly RepVisibility[] = ['own', 'team', 'all']

export type Viewer = { role: Role; id: string; teamId: string | null; headedTeamIds: readonly string[] }
export type RecordOwner = { id: string; teamId: string | null } | null

/** Where a record stands, seen from the viewer. */
export function placeOf(viewer: Viewer, owner: RecordOwner): 'own' | 'team' | 'foreign' | 'unowned' {
  if (owner === null) return 'unowned'
  if (owner.id === viewer.id) return 'own'
  if (owner.teamId === null) return 'foreign'
  return owner.teamId === viewer.teamId || viewer.headedTeamIds.includes(owner.teamId) ? 'team' : 'foreign'
}

export function mayRead(viewer: Viewer, owner: RecordOwner, setting: RepVisibility): boolean {
  const place = placeOf(viewer, owner)
  switch (viewer.role) {
    case 'owner':
    case 'marketer':
    case 'observer':
      return true
    case 'head':
      // A head sees at least what a rep of theirs does.
      return place !== 'foreign' || setting === 'all'
    case 'rep':
      return place === 'own' || setting === 'all' || (place === 'team' && setting === 'team')
  }
}

export function mayWrite(viewer: Viewer, owner: RecordOwner): boolean {
  if (viewer.role === 'owner') return true
  if (viewer.role === 'head') return placeOf(viewer, owner) !== 'foreign'
  return viewer.role === 'rep' && placeOf(viewer, owner) === 'own'
}

/** Who may call an operation at all. */
export const callers = {
  anyone: ['owner', 'head', 'rep', 'marketer', 'observer'],
  everybody: ['owner', 'head', 'rep', 'marketer', 'observer'],
  /** those who may read personal contact data */
  confidants: ['owner', 'head', 'rep', 'marketer'],
  writers: ['owner', 'head', 'rep'],
  deciders: ['owner', 'head'],
  owners: ['owner'],
} as const satisfies Record<string, readonly Role[]>
export type Callers = keyof typeof callers
