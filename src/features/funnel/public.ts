/** What other slices and the composition may know of the funnel. */
export { giveDealsAlong, insertDeals, loadPresets, type ToldDeal } from './bulk.ts'
export { lockOwn as lockOwnDeal } from './change.ts'
export { rateOf } from './domain/wilson.ts'
export { loadCards } from './reports.ts'
export { lockDeal, moveDeals, moveDealsBack, type StageEvent as ToldMove } from './store.ts'
export { funnelUndoers } from './undo.ts'
