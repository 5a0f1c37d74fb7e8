/** What other slices and the composition may know of the funnel. */
export { lockOwn as lockOwnDeal } from './change.ts'
export { loadCards } from './reports.ts'
export { lockDeal, moveDeals, moveDealsBack } from './store.ts'
export { funnelUndoers } from './undo.ts'
