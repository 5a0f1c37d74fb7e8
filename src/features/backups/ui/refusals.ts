type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  backupExists: ({ path }) => `Файл ${String(path)} уже есть. Укажите другое имя или --force.`,
  noBackupFile: ({ path }) => `Файла ${String(path)} нет или его нельзя прочесть.`,
  notABackup: () => 'Это не резервная копия Горна.',
  backupDamaged: ({ where }) =>
    `Копия обрезана или изменена (${String(where)}). База осталась как была; возьмите другую копию.`,
  backupNewer: ({ gorn }) =>
    `Копию сделал более новый Горн${gorn ? ` (${String(gorn)})` : ''}. Обновите Горн и повторите.`,
  passphraseNeeded: () =>
    'Копия зашифрована. Укажите пароль: --passphrase-file ФАЙЛ или GORN_BACKUP_PASSPHRASE.',
  passphraseWrong: () => 'Пароль не подходит к этой копии.',
  baseNotEmpty: () => 'В базе уже есть данные. Чтобы заменить их все, добавьте --force.',
  serverRunning: () => 'С этой базой работает сервер. Остановите его и повторите.',
  noGoodBackup: () => 'Удачной копии пока нет.',
  noScratch: () =>
    'Нет права создать базу для проверки. Дайте роли CREATEDB или проверьте копию на другой машине.',
  backupRunning: () => 'Копия уже делается.',
}
export const en: typeof ru = {
  backupExists: ({ path }) => `The file ${String(path)} exists. Choose another name, or add --force.`,
  noBackupFile: ({ path }) => `There is no file ${String(path)}, or it cannot be read.`,
  notABackup: () => 'This is no backup of Gorn.',
  backupDamaged: ({ where }) =>
    `The backup is cut or changed (${String(where)}). The base is as it was; take another backup.`,
  backupNewer: ({ gorn }) =>
    `A newer Gorn${gorn ? ` (${String(gorn)})` : ''} made this backup. Update Gorn and try again.`,
  passphraseNeeded: () =>
    'The backup is encrypted. Give the passphrase: --passphrase-file FILE or GORN_BACKUP_PASSPHRASE.',
  passphraseWrong: () => 'This is not the passphrase of the backup.',
  baseNotEmpty: () => 'The base holds data. To replace all of it, add --force.',
  serverRunning: () => 'A server works with this base. Stop it and try again.',
  noGoodBackup: () => 'There is no good backup yet.',
  noScratch: () => 'No right to create a base for the check. Grant CREATEDB, or check on another machine.',
  backupRunning: () => 'A backup is being made already.',
}
