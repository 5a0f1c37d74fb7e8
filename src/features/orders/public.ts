/** What other slices may know of orders. */
export {
  deleteImportedOrders,
  insertOrdersFrom,
  markClientsOf,
  markClientsOfImport,
  type OrderFacts,
  orderDiffers,
  readOrdersBefore,
  restoreOrders,
  takeChangedClients,
  updateOrdersFrom,
  writeLinesFrom,
} from './bulk.ts'
export { orderUndoers } from './undo.ts'
export { type MovedOrders, moveOrders, moveOrdersBack } from './move.ts'
