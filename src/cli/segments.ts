import { segmentBase } from '../features/segments/public.ts'
import { isDay } from '../kernel/days.ts'
import { need, oneOf, readArguments } from './arguments.ts'
import { type Command, UsageError } from './command.ts'

const flags = {
  'as-of': { type: 'string' },
  window: { type: 'string' },
  measure: { type: 'string' },
  'per-client': { type: 'boolean' },
} as const

const MAX_MONTHS = 1200

/** `gorn segments`: the classes as of a day, from the raw orders. */
export const runSegments: Command = async (cli, args) => {
  const { text } = cli
  const { values } = readArguments(args, flags)
  const asOf = need(values, 'as-of', text)
  if (!isDay(asOf)) throw new UsageError(text.wrongValue('--as-of', asOf, 'YYYY-MM-DD'))
  const window = need(values, 'window', text)
  const windowMonths = window === 'all' ? null : Number(window)
  if (
    windowMonths !== null &&
    !(Number.isInteger(windowMonths) && windowMonths > 0 && windowMonths <= MAX_MONTHS)
  ) {
    throw new UsageError(text.wrongValue('--window', window, `1…${MAX_MONTHS} | all`))
  }
  const measure = oneOf(String(values['measure'] ?? 'turnover'), ['turnover', 'profit'], '--measure', text)
  const base = await segmentBase(cli.core.services.db, {
    asOf,
    windowMonths,
    measure,
    perClient: values['per-client'] === true,
  })
  cli.json(base)
  cli.print(text.segments(base))
  cli.print(`${text.classes}: ${JSON.stringify(base.classes)}`)
  cli.print(`${text.frequency}: ${JSON.stringify(base.frequency)}`)
}
