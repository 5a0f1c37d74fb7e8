import { contactTexts } from '#features/contacts/ui/text.ts'
import { funnelTexts } from '#features/funnel/ui/text.ts'
import { useNames } from '#features/funnel/ui/use-pipelines.ts'
import { dayOf } from '#kernel/days.ts'
import { phoneText } from '#kernel/phone-text.ts'
import { useFormat } from '../format.ts'
import { useSession } from '../session.ts'
import { useTexts } from '../text.ts'
import { widgetTexts } from '../widgets/text.ts'
import { sheetTexts } from './dossier-sheet-text.ts'
import type { SheetContent } from './sheet-content.ts'
import { Line } from './sheet-facts.tsx'

const MOST_PEOPLE = 6
const MOST_DEALS = 5
const MOST_TALKS = 4
const LONG = 200

const shortened = (said: string): string => (said.length > LONG ? `${said.slice(0, LONG).trimEnd()}…` : said)

function Others({ count }: { count: number }) {
  const text = useTexts(sheetTexts)
  return count > 0 && <li className="g-3">{text.others(count)}</li>
}

/** Who decides, who signs, how to reach them. */
export function PeopleLines({ people }: Pick<SheetContent, 'people'>) {
  const text = useTexts(sheetTexts)
  const { roles } = useTexts(contactTexts)
  if (people.length === 0) return <p className="g-3">{text.noPeople}</p>
  return (
    <ul className="g-plain-list">
      {people.slice(0, MOST_PEOPLE).map((person) => (
        <li key={person.id}>
          <b>{person.name}</b>
          {[person.position, person.role && roles[person.role], person.emails[0]]
            .filter(Boolean)
            .map((it) => `, ${it}`)}
          {person.phones[0] && (
            <>
              , <span className="g-whole">{phoneText(person.phones[0])}</span>
            </>
          )}
        </li>
      ))}
      <Others count={people.length - MOST_PEOPLE} />
    </ul>
  )
}

/** Class, turnover and rhythm. */
export function MoneyLines({ client }: Pick<SheetContent, 'client'>) {
  const text = useTexts(sheetTexts)
  const words = useTexts(widgetTexts)
  const format = useFormat()
  if (client.lastOrderedOn === null) return <p className="g-3">{text.noOrders}</p>
  return (
    <dl>
      <Line name={text.classes}>
        {text.classOf(client.valueClass, words.frequency[client.frequencyClass])}
      </Line>
      <Line name={text.turnover}>{format.money(client.months.reduce((sum, it) => sum + it, 0))}</Line>
      <Line name={text.lastOrder}>{format.day(client.lastOrderedOn)}</Line>
      <Line name={text.rhythm}>
        {client.gapDays !== null &&
          text.every(format.number(Math.round(client.gapDays)), words.rhythm[client.rhythm])}
      </Line>
    </dl>
  )
}

/** Deals that are open: where each stands and what comes next. */
export function DealLines({ deals }: Pick<SheetContent, 'deals'>) {
  const text = useTexts(sheetTexts)
  const { kinds } = useTexts(funnelTexts)
  const format = useFormat()
  const names = useNames()
  if (deals.length === 0) return <p className="g-3">{text.noDeals}</p>
  return (
    <ul className="g-plain-list">
      {deals.slice(0, MOST_DEALS).map((deal) => (
        <li key={deal.id}>
          <b>{deal.title}</b>
          {`, ${names.stageName(deal.stageId)}, ${deal.amountMinor === null ? text.noAmount : format.money(deal.amountMinor)}`}
          {deal.step &&
            `; ${text.next(shortened(deal.step.text ?? kinds[deal.step.kind]), format.day(deal.step.on))}`}
        </li>
      ))}
      <Others count={deals.length - MOST_DEALS} />
    </ul>
  )
}

/** What was said last. */
export function TalkLines({ timeline }: Pick<SheetContent, 'timeline'>) {
  const text = useTexts(sheetTexts)
  const { kinds } = useTexts(contactTexts)
  const format = useFormat()
  const { timeZone } = useSession().workspace
  const talks = timeline.flatMap((it) => (it.kind === 'touch' ? [it.touch] : []))
  if (talks.length === 0) return <p className="g-3">{text.noTalks}</p>
  return (
    <ul className="g-plain-list">
      {talks.slice(0, MOST_TALKS).map((talk) => (
        <li key={talk.id}>
          <b>
            {[format.day(dayOf(talk.happenedAt, timeZone)), kinds[talk.kind], talk.contactName]
              .filter(Boolean)
              .join(', ')}
          </b>
          {': '}
          {shortened(talk.text)}
          {talk.result && `. ${text.result(shortened(talk.result))}`}
        </li>
      ))}
    </ul>
  )
}
