const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

/** What the command line says; machines read --json instead. */
export const ru = {
  usage: `Горн, командная строка: npm run gorn -- <команда>

  import <clients|orders|order-lines|deals|products> ФАЙЛ [--map MAP.json] [--dry-run] [--json]
  import undo ID [--json]
  segments --as-of ДАТА --window <месяцев>|all [--measure turnover|profit] [--per-client] [--json]
  demo [--language ru|en]
  user add --name ИМЯ --email ПОЧТА --role <owner|head|rep|marketer|observer>
  user reset ПОЧТА [--second-step]
  backup ФАЙЛ [--passphrase-file ФАЙЛ] [--force] [--json]
  restore ФАЙЛ [--passphrase-file ФАЙЛ] [--force] [--json]
  doctor [--verify ФАЙЛ|last] [--passphrase-file ФАЙЛ] [--json]

База: папка GORN_DATA (по умолчанию ./data) или DATABASE_URL.`,
  unknownCommand: (name: string) => `Команды «${name}» нет.`,
  missing: (what: string) => `Не указано: ${what}.`,
  wrongValue: (what: string, value: string, expected: string) =>
    `${what}: «${value}» не подходит, нужно ${expected}.`,
  noFile: (path: string) => `Файла «${path}» нет или его нельзя прочесть.`,
  badMap: (path: string, why: string) => `Карта колонок «${path}» не читается: ${why}`,
  noUser: (email: string) => `Человека с почтой ${email} нет.`,
  link: (url: string, until: string) => `Ссылка для пароля, действует один раз до ${until}:\n${url}`,
  imported: (row: {
    rows: number
    new: number
    updated: number
    errors: number
    skipped: number
    moneyTotal: string
  }) =>
    `Строк ${row.rows}: новых записей ${row.new}, обновлено ${row.updated}, ошибок ${row.errors}, пропущено ${row.skipped}. Сумма ${row.moneyTotal}.`,
  dryRun: 'Проверка без записи: в базе ничего не изменилось.',
  importId: (id: string) => `Отменить загрузку: npm run gorn -- import undo ${id}`,
  undone: 'Загрузка отменена, прежние значения возвращены.',
  segments: (row: { clients: number; orders: number; total: string }) =>
    `Клиентов ${row.clients}, заказов ${row.orders}, сумма ${row.total}`,
  classes: 'Классы',
  frequency: 'Частота',
  demoDone: (clients: number) => `Пример компании готов: клиентов ${clients}.`,
  ok: 'в порядке',
  bad: 'плохо',
  backedUp: (path: string, rows: number, bytes: number, isEncrypted: boolean) =>
    `Копия готова: ${path}, записей ${rows}, ${megabytes(bytes)} МБ${isEncrypted ? ', зашифрована' : ''}.`,
  restored: (madeAt: string, rows: number) => `База восстановлена из копии от ${madeAt}: записей ${rows}.`,
  unexpected: (message: string) => `Сбой: ${message}`,
}

export const en: typeof ru = {
  usage: `Gorn on the command line: npm run gorn -- <command>

  import <clients|orders|order-lines|deals|products> FILE [--map MAP.json] [--dry-run] [--json]
  import undo ID [--json]
  segments --as-of DATE --window <months>|all [--measure turnover|profit] [--per-client] [--json]
  demo [--language ru|en]
  user add --name NAME --email EMAIL --role <owner|head|rep|marketer|observer>
  user reset EMAIL [--second-step]
  backup FILE [--passphrase-file FILE] [--force] [--json]
  restore FILE [--passphrase-file FILE] [--force] [--json]
  doctor [--verify FILE|last] [--passphrase-file FILE] [--json]

The base: the folder GORN_DATA (default ./data) or DATABASE_URL.`,
  unknownCommand: (name) => `There is no command “${name}”.`,
  missing: (what) => `Missing: ${what}.`,
  wrongValue: (what, value, expected) => `${what}: “${value}” does not fit, expected ${expected}.`,
  noFile: (path) => `There is no file “${path}”, or it cannot be read.`,
  badMap: (path, why) => `The column map “${path}” cannot be read: ${why}`,
  noUser: (email) => `There is nobody with the e-mail ${email}.`,
  link: (url, until) => `A link to set the password, good once until ${until}:\n${url}`,
  imported: (row) =>
    `${row.rows} rows: ${row.new} new records, ${row.updated} updated, ${row.errors} errors, ${row.skipped} skipped. Sum ${row.moneyTotal}.`,
  dryRun: 'A dry run: nothing was written.',
  importId: (id) => `To undo this import: npm run gorn -- import undo ${id}`,
  undone: 'The import is undone; earlier values are back.',
  segments: (row) => `${row.clients} clients, ${row.orders} orders, sum ${row.total}`,
  classes: 'Classes',
  frequency: 'Frequency',
  demoDone: (clients) => `The demo company is ready: ${clients} clients.`,
  ok: 'fine',
  bad: 'bad',
  backedUp: (path, rows, bytes, isEncrypted) =>
    `The backup is ready: ${path}, ${rows} records, ${megabytes(bytes)} MB${isEncrypted ? ', encrypted' : ''}.`,
  restored: (madeAt, rows) => `The base is restored from the backup of ${madeAt}: ${rows} records.`,
  unexpected: (message) => `Failure: ${message}`,
}
