import type { Role } from '#kernel/operation.ts'

type Who = { userId: string | null; role: Role }
type Whose = { ownerId: string; isShared: boolean }

/** Who may share a view with everybody, and change what others shared. */
export const mayShareViews = (role: Role): boolean => role === 'owner' || role === 'head'

/** Whether a view is there for a person at all. */
export const seesView = (who: Who, view: Whose): boolean => view.isShared || view.ownerId === who.userId

/** Whether a person may change a view: their own, or one that is shared when they may share. */
export const mayChangeView = (who: Who, view: Whose): boolean =>
  view.ownerId === who.userId || (view.isShared && mayShareViews(who.role))
