/** What other slices may know of orders. */
export {
  deleteImportedOrders,
  insertOrdersFrom,
  markClientsOf,
  markClientsOfImport,
  readOrdersBefore,
  restoreOrders,
  updateOrdersFrom,
  writeLinesFrom,
} from './bulk.ts'
