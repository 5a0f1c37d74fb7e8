/** What the composition and the command line may know of backups. */
export { type BackupPlace, makeBackup } from './make.ts'
export { readOverview } from './reports.ts'
export { backupUndoers } from './undo.ts'
export { verifyFile } from './verify.ts'
