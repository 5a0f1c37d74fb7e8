/** What other slices may know of clients. */
export { addClient } from './add-client.ts'
export {
  clientMoreDiffers,
  deleteImportedClients,
  insertClientsFrom,
  readClientsBefore,
  restoreClients,
  updateClientsFrom,
} from './bulk.ts'
export { cellColumns, clientCells, isCountedSql } from './cells-sql.ts'
export {
  clientTables,
  clientVisibleTo,
  daysSinceSql,
  frequencyClassSql,
  gapSql,
  isClassGapSql,
  measureColumn,
  ownerVisibleTo,
  rhythmRatioSql,
  rhythmSql,
  statTables,
  statTablesOf,
  valueClassSql,
} from './class-sql.ts'
export { findAlike } from './alike.ts'
export { reachedBy } from './reached-by.ts'
export { foldName } from './domain/fold-name.ts'
export { resembles } from './domain/resembles.ts'
export { type Identity, judgePair, type Reason, SHOWN } from './domain/judge-pair.ts'
export { matchKeysOf } from './domain/match-keys.ts'
export { listedClients } from './export.ts'
export { clientConditions, isOwnedBy, textMatches } from './filter-sql.ts'
export { countClients, listClients } from './reports.ts'
export type { ClientFields } from './domain/check-fields.ts'
export {
  isThere as isClientThere,
  lockStored as lockClient,
  refuseNobody,
  type StoredClient,
} from './store.ts'
export { putBackClient, takeOutClient } from './take-out.ts'
export { clientUndoers, lockEditable, writeOver } from './undo.ts'
export { restoreClientFields } from './undo-import.ts'
export { viewUndoers } from './views-undo.ts'
