import { mayCall, type Operation, type Role, roles, scopeOf } from '#kernel/operation.ts'

/** What one line of the table of rights tells: a right, and which roles have it. */
export type Right = { area: string; key: string; roles: readonly Role[] }

type Contract = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/**
 * The rights that the contract gives, from the very rule that the server enforces: what an area lets one read and what it
 * lets one change, and apart from that the operations named apart. Operations of one right that differ in whom they let in
 * make a line each, so that no line says more than is true.
 */
export function listRights(contract: Contract, apart: Readonly<Record<string, unknown>>): Right[] {
  const rights = new Map<string, Right>()
  for (const [area, operations] of Object.entries(contract)) {
    for (const [name, operation] of Object.entries(operations)) {
      if (operation.access === 'public') continue
      const own = `${area}.${name}`
      const place = operation.path.startsWith('/api/me') ? 'me' : area
      const key = own in apart ? own : scopeOf(place, operation)
      const allowed = roles.filter((role) => mayCall(operation.access, role))
      rights.set(`${key} ${allowed.join()}`, { area: place, key, roles: allowed })
    }
  }
  return [...rights.values()]
}
