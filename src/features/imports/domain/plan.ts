import type { NamedPipeline, NamedReason } from './deal-words.ts'

export const importKinds = [
  'clients',
  'contacts',
  'touches',
  'orders',
  'order-lines',
  'deals',
  'products',
] as const
export type ImportKind = (typeof importKinds)[number]

export const fieldNames = [
  'orderNumber',
  'orderedAt',
  'clientExternalId',
  'clientName',
  'product',
  'quantity',
  'unitPrice',
  'discount',
  'amount',
  'cost',
  'status',
  'rep',
  'region',
  'city',
  'inn',
  'kpp',
  'ogrn',
  'email',
  'phone',
  'clientKind',
  'otherPhones',
  'otherPhones2',
  'otherPhones3',
  'otherEmails',
  'otherEmails2',
  'addresses',
  'tags',
  'note',
  'archivedAt',
  'contactName',
  'firstName',
  'lastName',
  'role',
  'position',
  'touchKind',
  'touchedAt',
  'text',
  'result',
  'nextStep',
  'nextStepOn',
  'touchMinutes',
  'author',
  'orderAmount',
  'dealTitle',
  'dealNumber',
  'pipeline',
  'stage',
  'dealCreatedAt',
  'dealClosedAt',
  'source',
  'lostReason',
  'lostNote',
  'stepKind',
  'stepTime',
  'clientId',
  'recordId',
  'contactId',
] as const
/** A field that every company has, or one that this company defined, by its id. */
export type FieldName = (typeof fieldNames)[number] | `field:${string}`

/** The id of a field that the company defined; null when it is one that all have. */
export function customIdOf(field: string): string | null {
  return field.startsWith('field:') ? field.slice(6) : null
}

/** A field that the company defined, as far as reading it asks. */
export type CustomField = {
  id: string
  name: string
  kind: 'text' | 'number' | 'money' | 'date' | 'choice'
  choices: { id: string; name: string }[]
}

export const matchKeys = ['externalId', 'inn', 'email', 'phone', 'name'] as const
export type MatchKey = (typeof matchKeys)[number]
/** The id by which our own export names a client, before all others. */
export type AnyKey = MatchKey | 'id'

export type Encoding =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'windows-1251'
  | 'koi8-r'
  | 'ibm866'
  | 'windows-1252'
export type Decimal = '.' | ','
export type DateOrder = 'dmy' | 'mdy' | 'ymd'
export type FileFormat = 'csv' | 'xlsx' | 'html'

export type SkipRule = {
  column: string
  op: '<=' | '=' | 'empty' | 'startsWith'
  value?: string | number | undefined
}
export type ReturnRule = {
  by: 'sign' | 'prefix' | 'status'
  value?: string | undefined
  treat: 'subtract' | 'ignore'
}

/** What a person says of a file of deals; what is left open refuses the rows that need it. */
export type DealMap = {
  /** the way on which the deals go; the first when absent */
  pipelineId?: string | undefined
  /** which stage a word of the file means, where it is not known by itself or meant otherwise */
  stages?: Record<string, string> | undefined
  /** why deals were lost of which the file does not say it */
  lostReason?: { id: string; note?: string | undefined } | undefined
  /** the client of deals that name none */
  noClient?: string | undefined
}

/** What a person (or a program) says of a file; whatever is absent is detected. Columns are named by their headers. */
export type ImportMap = {
  columns?: Partial<Record<FieldName, string>> | undefined
  returns?: ReturnRule | undefined
  skip?: SkipRule[] | undefined
  encoding?: string | undefined
  delimiter?: string | undefined
  decimal?: Decimal | undefined
  dateOrder?: DateOrder | undefined
  /** row of the headers as a person counts; 0 = the file has none */
  headerRow?: number | undefined
  /** of a workbook; the first when absent */
  sheet?: string | undefined
  deals?: DealMap | undefined
}

export type ColumnKind = 'empty' | 'number' | 'date' | 'text'
export type ColumnProfile = {
  index: number
  header: string
  kind: ColumnKind
  samples: string[]
  filledCount: number
  numberCount: number
  dateCount: number
  /** null = cannot be told from the rows */
  decimal: Decimal | null
  decimalSample: string | null
  dateOrder: DateOrder | null
  dateSample: string | null
  /** every filled cell reads like 17850.0: an id that went through a spreadsheet */
  isFloatId: boolean
  /** as a discount it is in per cent: a % sign, a value above 1, or no fraction at all */
  isPercent: boolean
  innCount: number
  innRestoredCount: number
  field: FieldName | null
  /** which program's header this is, as we know it */
  knownFrom: string | null
  /** the commonest values, for columns of few: [value, count] */
  values: [string, number][]
}

export type EncodingAlternative = { encoding: Encoding; lines: string[] }

/** What a full pass over a file found, with the proof for each guess. */
export type FileProfile = {
  format: FileFormat
  isNamedOtherwise: boolean
  encoding: Encoding
  cyrillicRows: number
  alternatives: EncodingAlternative[]
  delimiter: string
  columnCount: number
  headerRow: number
  titleLines: string[]
  totalLines: { rowNumber: number; text: string }[]
  sheet: string | null
  sheets: string[]
  rowCount: number
  wrongWidthCount: number
  columns: ColumnProfile[]
  rawLines: string[]
  /** our own export: nothing in it has to be guessed */
  isOwn?: boolean
  questions: ImportQuestion[]
}

export type ImportQuestion =
  | { code: 'ambiguousDecimal'; column: string; samples: string[] }
  | { code: 'ambiguousDateOrder'; column: string; samples: string[] }
  | { code: 'needColumn'; field: FieldName }
  | { code: 'unknownColumn'; column: string; field: string }

/** Ways, stages and reasons as they are, with what was said of the words for them. */
export type DealPlan = {
  pipelines: NamedPipeline[]
  pipelineId: string
  stages: Record<string, string>
  reasons: NamedReason[]
  /** offered no more; known by our own table alone */
  goneReasons: NamedReason[]
  lostReason: { id: string; note: string | null } | null
  noClient: string | null
  /** nothing that has happened lies after this day */
  today: string
}

/** Everything decided: how each cell of each row is read. */
export type ReadPlan = {
  kind: ImportKind
  format: FileFormat
  encoding: Encoding
  delimiter: string
  headerRow: number
  sheet: string | null
  columnCount: number
  headers: string[]
  fields: Partial<
    Record<
      FieldName,
      { index: number; decimal: Decimal; dateOrder: DateOrder; isFloatId: boolean; isPercent: boolean }
    >
  >
  skip: { index: number; op: SkipRule['op']; value: string; number: number; decimal: Decimal }[]
  returns: ReturnRule | null
  totalRows: number[]
  isOwn?: boolean
  customFields?: readonly CustomField[]
  deals?: DealPlan | null
  timeZone: string
  currencyDigits: number
  country: string
  /** by what a row finds its client, the surest first */
  matchKeys: readonly MatchKey[]
  /** rows put right by hand: number → cells as they should have stood */
  fixes: Record<string, string[]>
  /** who an ambiguous client is, decided by hand: client key → id, or 'new' */
  choices: Record<string, string>
}

/** Whether a file of this kind brings orders. */
export function hasOrders({ kind }: Pick<ReadPlan, 'kind'>): boolean {
  return kind === 'orders' || kind === 'order-lines'
}

/** Why one row is kept out. */
export type RowErrorCode =
  | 'wrongFieldCount'
  | 'notANumber'
  | 'notADate'
  | 'noSuchDay'
  | 'amountTooLarge'
  | 'nulByte'
  | 'missing'
  | 'tooLong'
  | 'unknownPipeline'
  | 'unknownStage'
  | 'negativeAmount'
  | 'dateInFuture'
  | 'closedBeforeCreated'
  | 'closedDateMissing'
  | 'lostReasonMissing'
  | 'lostNoteMissing'
  | 'unknownLostReason'

/** Whether a row tells more of people and clients than a line of an order does. */
export function isWide({ kind, isOwn }: ReadPlan): boolean {
  return !hasOrders({ kind }) || isOwn === true
}

/** The columns of a staging table in the order in which the reader writes them. */
export const stagingColumns = [
  'row_number',
  'error_code',
  'error_column',
  'error_value',
  'raw',
  'order_number',
  'ordered_at',
  'ordered_on',
  'client_key',
  'client_external_id',
  'client_name',
  'client_name_key',
  'product',
  'quantity',
  'unit_price',
  'discount',
  'amount',
  'cost',
  'status',
  'is_return',
  'rep',
  'region',
  'city',
  'inn',
  'kpp',
  'ogrn',
  'email',
  'phone',
  'record_ref',
  'order_amount',
  'more',
] as const
