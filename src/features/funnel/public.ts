/** What other slices and the composition may know of the funnel. */
export { giveDealsAlong, insertDeals, loadPresets, type ToldDeal } from './bulk.ts'
export { addDeal, lockOwn as lockOwnDeal, moveDeal } from './change.ts'
export { compareRates } from './domain/compare-rates.ts'
export { rateOf } from './domain/wilson.ts'
export { lockCurrent as lockCurrentDeal } from './lock-current.ts'
export { loadCards, showDeal } from './reports.ts'
export { lockDeal, moveDeals, moveDealsBack, type StageEvent as ToldMove } from './store.ts'
export { funnelUndoers } from './undo.ts'
