/** What other slices may know of clients. */
export {
  deleteImportedClients,
  insertClientsFrom,
  readClientsBefore,
  restoreClients,
  updateClientsFrom,
} from './bulk.ts'
export { nameKey } from './domain/name-key.ts'
