import { isEmptyCell, unguardCell } from '#kernel/cell-guard.ts'
import { normalisePhone } from '#kernel/phone.ts'
import { readNumbered } from '#kernel/windows-1251.ts'
import { restoreInn } from '#kernel/tax-id.ts'
import type { RowMoney } from './control.ts'
import { parseDate, type WrittenMoment } from './dates.ts'
import type { CellNotice } from './notices.ts'
import { parseDecimal, TYPED } from './numbers.ts'
import { type FieldName, type fieldNames, isWide, type ReadPlan, type RowErrorCode } from './plan.ts'
import { readDeal, readProduct } from './read-deal.ts'
import { idOf, readClient, readPerson, readTouch, type RowReader } from './read-more.ts'
import { type OrderStatus, statusOfWord } from './status.ts'
import { makeZone, type Placed } from './zone.ts'

export type RowError = { code: RowErrorCode; column: string; value: string }
export type Fields = Partial<Record<Exclude<(typeof fieldNames)[number], 'status'> | 'orderedOn', string>> & {
  status: OrderStatus | null
  isReturn: boolean
  /** what only this kind of file tells, named as the database names it */
  more?: Record<string, unknown> | null
}
export type Interpreted =
  | { outcome: 'ok'; fields: Fields; notices: CellNotice[] }
  | { outcome: 'skipped'; notice?: CellNotice }
  | { outcome: 'error'; error: RowError }

const LONGEST = 500
// In minor units; sums of many must stay exact as numbers.
const LARGEST = 1e14

class CellFault extends Error {
  readonly fault: RowError
  constructor(code: RowErrorCode, column: string, value: string) {
    super(code)
    this.fault = { code, column, value }
  }
}

const bare = (cell: string): string => (cell.startsWith(TYPED) ? cell.slice(1) : cell)

export type Interpreter = {
  read(cells: readonly string[]): Interpreted
  /** what a row that does not come in amounts to, as far as it can be told */
  money(cells: readonly string[]): RowMoney | null
}

/** Builds the reader of rows that a plan describes; a row comes back read, skipped, or with the one cell that is wrong. */
export function makeInterpreter(plan: ReadPlan): Interpreter {
  const { fields, headers } = plan
  const wide = isWide(plan)
  // A phone in a file of people is the person's; one in a file of clients may be one of several.
  const ownTexts = textFields.filter(
    (field) =>
      !((plan.kind === 'clients' || plan.kind === 'contacts') && (field === 'phone' || field === 'email')),
  )
  const place = makeZone(plan.timeZone)
  const limit = LARGEST / 10 ** plan.currencyDigits
  const nameOf = (field: FieldName): string => headers[fields[field]?.index ?? -1] ?? field

  const isNumbered = plan.isOwn === true && plan.encoding === 'windows-1251'
  const textAt = (cells: readonly string[], field: FieldName, most = LONGEST): string | undefined => {
    const column = fields[field]
    if (!column) return undefined
    const cell = (cells[column.index] ?? '').trim()
    if (isEmptyCell(cell)) return undefined
    // The mark of typed cells means nothing inside a text.
    const plain = cell.includes(TYPED) ? cell.replaceAll(TYPED, '') : cell
    const text = unguardCell(isNumbered ? readNumbered(plain) : plain)
    if (text.length > most) throw new CellFault('tooLong', nameOf(field), String(most))
    if (text.includes('\0')) throw new CellFault('nulByte', nameOf(field), text.replaceAll('\0', '␀'))
    return column.isFloatId ? text.replace(/\.0+$/, '') : text
  }
  const numberAt = (cells: readonly string[], field: FieldName): string | undefined => {
    const column = fields[field]
    if (!column) return undefined
    const cell = (cells[column.index] ?? '').trim()
    if (isEmptyCell(cell)) return undefined
    const isDiscount = field === 'discount'
    const parsed = parseDecimal(isDiscount && cell.endsWith('%') ? cell.slice(0, -1) : cell, column.decimal)
    if (!parsed.ok) throw new CellFault('notANumber', nameOf(field), bare(cell))
    if (Math.abs(Number(parsed.value)) > limit)
      throw new CellFault('amountTooLarge', nameOf(field), bare(cell))
    return isDiscount && column.isPercent ? movePoint(parsed.value) : parsed.value
  }
  const need = (value: string | undefined, field: FieldName): void => {
    if (value === undefined && fields[field]) throw new CellFault('missing', nameOf(field), '')
  }
  const isSkipped = (cells: readonly string[]): boolean =>
    plan.skip.some((rule) => {
      const cell = bare((cells[rule.index] ?? '').trim())
      if (rule.op === 'empty') return isEmptyCell(cell)
      if (rule.op === 'startsWith') return cell.startsWith(rule.value)
      const parsed = parseDecimal(cell, rule.decimal)
      if (rule.op === '<=') return parsed.ok && Number(parsed.value) <= rule.number
      return cell === rule.value || (parsed.ok && rule.value !== '' && Number(parsed.value) === rule.number)
    })

  const read = (cells: readonly string[]): Interpreted => {
    if (cells.length !== plan.columnCount) checkWidth(cells, plan)
    if (plan.skip.length > 0 && isSkipped(cells)) return { outcome: 'skipped' }
    const result: Fields = { status: null, isReturn: false }
    const notices: CellNotice[] = []
    for (const field of ownTexts) {
      const text = textAt(cells, field)
      if (text !== undefined) result[field] = text
    }
    for (const field of numberFields) {
      const value = numberAt(cells, field)
      if (value !== undefined) result[field] = value
    }
    if (Math.abs(Number(result.quantity ?? 0) * Number(result.unitPrice ?? 0)) > limit) {
      throw new CellFault('amountTooLarge', nameOf('unitPrice'), result.unitPrice ?? '')
    }
    const reader: RowReader | null = wide ? readerOf(cells, notices) : null
    if (reader) tidyContacts(result, plan.country, notices)
    if (reader && fields.clientId) {
      const id = idOf(reader, 'clientId')
      if (id !== undefined) result.clientId = id
    }
    if (reader && fields.recordId) {
      const id = idOf(reader, 'recordId')
      if (id !== undefined) result.recordId = id
    }
    if (reader && plan.kind === 'clients') {
      const { phone, email, more } = readClient(reader)
      Object.assign(result, phone !== undefined && { phone }, email !== undefined && { email }, { more })
      if (result.clientName === undefined && result.clientExternalId === undefined) {
        throw new CellFault('missing', nameOf(fields.clientName ? 'clientName' : 'clientExternalId'), '')
      }
    } else if (reader && plan.kind === 'products') {
      result.more = readProduct(reader)
    } else if (reader && plan.kind === 'deals' && plan.deals) {
      result.more = readDeal(reader, plan.deals)
      // A person's phone or mailbox says who it is as well as a name does.
      const isNamed = namesClient(result) || (result.phone ?? result.email) !== undefined
      if (!isNamed && plan.deals.noClient === null) refuseNobody()
      if (!isNamed) result.clientName = plan.deals.noClient ?? undefined
    } else if (reader && (plan.kind === 'contacts' || plan.kind === 'touches')) {
      if (!namesClient(result)) refuseNobody()
      result.more = plan.kind === 'contacts' ? readPerson(reader) : readTouch(reader)
    } else {
      need(result.orderNumber, 'orderNumber')
      const when = textAt(cells, 'orderedAt')
      if (when === undefined && fields.orderedAt) {
        const cell = (cells[fields.orderedAt.index] ?? '').trim()
        if (notClosed.test(cell))
          return { outcome: 'skipped', notice: { code: 'notClosed', field: 'orderedAt', value: cell } }
      }
      need(when, 'orderedAt')
      if (when !== undefined) {
        const placed = placeAt(when)
        result.orderedAt = placed.instant
        result.orderedOn = placed.day
      }
      const word = textAt(cells, 'status')
      if (word !== undefined) {
        const status = statusOfWord(word)
        result.status = status ?? 'placed'
        if (status === null) notices.push({ code: 'unknownStatus', field: 'status', value: word })
      }
      result.isReturn = isReturn(result, word)
      if (result.isReturn && plan.returns?.treat === 'ignore') return { outcome: 'skipped' }
      needMoney(result)
    }
    if (!reader) tidyContacts(result, plan.country, notices)
    return { outcome: 'ok', fields: result, notices }
  }

  const refuseNobody = (): never => {
    throw new CellFault('missing', nameOf(fields.clientName ? 'clientName' : 'clientExternalId'), '')
  }

  // An order whose sum the file should tell and does not is no order of nothing.
  const needMoney = (row: Fields): void => {
    if (row.amount !== undefined || (row.quantity !== undefined && row.unitPrice !== undefined)) return
    const isPriced = fields.quantity && fields.unitPrice
    const told = isPriced && (row.quantity !== undefined || row.unitPrice !== undefined || !fields.amount)
    if (told) need(undefined, row.quantity === undefined ? 'quantity' : 'unitPrice')
    need(undefined, 'amount')
  }

  // Lines of one order follow one another with the same time.
  let lastWhen = ''
  let lastPlaced: Placed = { instant: '', day: '' }
  const placeAt = (when: string): Placed => {
    if (when === lastWhen) return lastPlaced
    lastPlaced = place(momentAt(when, 'orderedAt'))
    lastWhen = when
    return lastPlaced
  }
  const momentAt = (when: string, field: FieldName): WrittenMoment => {
    const parsed = parseDate(when, fields[field]?.dateOrder ?? 'dmy')
    if (!parsed.ok) throw new CellFault(parsed.code, nameOf(field), when)
    return parsed.value
  }

  const readerOf = (cells: readonly string[], notices: CellNotice[]): RowReader => ({
    plan,
    notices,
    text: (field, most) => textAt(cells, field, most),
    number: (field) => numberAt(cells, field),
    instant(field) {
      const when = textAt(cells, field)
      return when === undefined ? undefined : place(momentAt(when, field)).instant
    },
    day(field) {
      const when = textAt(cells, field)
      return when === undefined ? undefined : place(momentAt(when, field)).day
    },
    refuseMissing(field) {
      throw new CellFault('missing', nameOf(field), '')
    },
    refuse(code, field, value) {
      throw new CellFault(code, fields[field] ? nameOf(field) : '', value)
    },
  })

  const isReturn = (row: Fields, word: string | undefined): boolean => {
    const rule = plan.returns
    if (row.status === 'return') return true
    if (!rule) return false
    if (rule.by === 'prefix')
      return rule.value !== undefined && (row.orderNumber ?? '').startsWith(rule.value)
    if (rule.by === 'status') return word !== undefined && word === rule.value
    return (
      (row.amount ?? '').startsWith('-') ||
      (row.quantity ?? '').startsWith('-') ||
      (row.unitPrice ?? '').startsWith('-')
    )
  }

  const quietly = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (error instanceof CellFault) return undefined
      throw error
    }
  }
  const money = (cells: readonly string[]): RowMoney | null => {
    const number = (field: FieldName): string | undefined => quietly(() => numberAt(cells, field))
    const [amount, quantity, unitPrice] = [number('amount'), number('quantity'), number('unitPrice')]
    const factors = amount === undefined ? [quantity, unitPrice] : [amount]
    if (!factors.every((factor) => factor !== undefined)) return null
    const word = quietly(() => textAt(cells, 'status'))
    const row: Fields = {
      status: word === undefined ? null : (statusOfWord(word) ?? 'placed'),
      isReturn: false,
    }
    const orderNumber = quietly(() => textAt(cells, 'orderNumber'))
    Object.assign(row, { orderNumber, amount, quantity, unitPrice })
    const discount = Number(amount === undefined ? (number('discount') ?? 0) : 0)
    const kept = discount === 0 ? [] : [(1 - discount).toFixed(6)]
    return { isReturn: isReturn(row, word), factors: [...factors, ...kept] }
  }

  return {
    money,
    read(cells) {
      try {
        return read(cells)
      } catch (error) {
        if (error instanceof CellFault) return { outcome: 'error', error: error.fault }
        throw error
      }
    },
  }
}

const namesClient = ({ clientId, clientExternalId, clientName, inn }: Fields): boolean =>
  [clientId, clientExternalId, clientName, inn].some((it) => it !== undefined)

const textFields = [
  'orderNumber',
  'clientExternalId',
  'clientName',
  'product',
  'rep',
  'region',
  'city',
  'inn',
  'kpp',
  'ogrn',
  'email',
  'phone',
] as const
const numberFields = ['quantity', 'unitPrice', 'discount', 'amount', 'cost', 'orderAmount'] as const
// What amoCRM writes for the day on which an open deal was closed.
const notClosed = /^не закрыта$/i

// Fields too many or too few: the columns cannot be trusted, so the row is named and never shifted.
function checkWidth(cells: readonly string[], plan: ReadPlan): void {
  if (cells.length < plan.columnCount) {
    throw new CellFault('wrongFieldCount', '', `${cells.length}/${plan.columnCount}`)
  }
  for (let at = plan.columnCount; at < cells.length; at++) {
    if ((cells[at] ?? '').trim() !== '')
      throw new CellFault('wrongFieldCount', '', `${cells.length}/${plan.columnCount}`)
  }
}

// A hundredth of a decimal string, exactly.
function movePoint(decimal: string): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(decimal) ?? []
  const digits = whole.padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`
}

function tidyContacts(row: Fields, country: string, notices: CellNotice[]): void {
  const keep = (
    field: 'inn' | 'kpp' | 'ogrn' | 'phone' | 'email',
    tidy: (text: string) => string | null,
  ): void => {
    const value = row[field]
    if (value === undefined) return
    const tidied = tidy(value)
    if (tidied !== null) row[field] = tidied
    else {
      delete row[field]
      notices.push({ code: 'leftOut', field, value })
    }
  }
  const fitting = (shape: RegExp) => (text: string) => (shape.test(text) ? text : null)
  keep('inn', (text) => {
    const digits = text.replace(/\s/g, '')
    return fitting(/^(\d{10}|\d{12})$/)(restoreInn(digits) ?? digits)
  })
  keep('kpp', fitting(/^\d{4}[\dA-Z]{2}\d{3}$/))
  keep('ogrn', fitting(/^(\d{13}|\d{15})$/))
  keep('phone', (text) => normalisePhone(text, country))
  keep('email', (text) => fitting(/^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/)(text.toLowerCase()))
}
