import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { talkKinds } from '#features/contacts/contract.ts'
import { addDays } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { personRows, weekOf } from '../domain/touch-week.ts'
import { reportTexts } from './report-text.ts'

type Kind = (typeof talkKinds)[number]
type Opened = {
  title: string
  query: { from: string; to: string; author?: string; kind?: Kind }
}

const locales = { ru: 'ru-RU', en: 'en-GB' } as const

function Talks({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  const list = useInfiniteQuery({
    queryKey: ['contacts', 'touches', opened.query],
    queryFn: ({ pageParam }) =>
      api.contacts.touches({ query: { ...opened.query, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <Drawer title={opened.title} onClose={onClose}>
      <Answer query={list}>
        {({ pages }) => (
          <>
            <p>{text.talkCount(pages[0]?.count ?? 0)}</p>
            <ul className="g-plain-list">
              {pages
                .flatMap((page) => page.rows)
                .map((row) => (
                  <li key={row.id} className="g-fact">
                    <div className="g-spread">
                      <Link to="/clients/$clientId" params={{ clientId: row.clientId }} className="g-strong">
                        {row.clientName}
                      </Link>
                      <span className="g-xs g-3">{format.moment(row.happenedAt)}</span>
                    </div>
                    <span style={{ overflowWrap: 'anywhere' }}>{row.text}</span>
                    <span className="g-xs g-3">
                      {[
                        row.kind === 'note' ? null : text.kind[row.kind],
                        row.minutes !== null && text.span(row.minutes),
                        row.result,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </li>
                ))}
            </ul>
            <MoreButton of={list}>{text.more}</MoreButton>
          </>
        )}
      </Answer>
    </Drawer>
  )
}

/** Talks of a week, people by days; each figure opens its talks. */
export function TouchDays({ day, onWeek }: { day: string; onWeek: (day: string) => void }) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  const language = useLanguage()
  const [opened, setOpened] = useState<Opened | null>(null)
  const days = weekOf(day)
  const period = { from: days[0] ?? day, to: days.at(-1) ?? day }
  const query = useQuery({
    queryKey: ['contacts', 'touchDays', period],
    queryFn: () => api.contacts.touchDays({ query: period }),
    placeholderData: keepPreviousData,
  })
  const weekday = new Intl.DateTimeFormat(locales[language], {
    weekday: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  })
  const inWords = (it: string): string => weekday.format(new Date(`${it}T00:00:00Z`))
  const figure = (count: number, name: string, what: string, asked: Opened['query']) =>
    count === 0 ? (
      <span className="g-3">·</span>
    ) : (
      <button
        type="button"
        className="g-figure"
        aria-label={text.openTouches(count, name, what)}
        aria-haspopup="dialog"
        onClick={() => setOpened({ title: `${name}: ${what}`, query: asked })}
      >
        {format.number(count)}
      </button>
    )
  return (
    <section className="g-stack">
      <div className="g-spread g-wrap">
        <h2>{text.touches}</h2>
        <span className="g-row">
          <button
            type="button"
            className="g-button is-square"
            aria-label={text.earlier}
            onClick={() => onWeek(addDays(period.from, -7))}
          >
            <IconChevronLeft />
          </button>
          <span className="g-sm">{text.week(format.day(period.from), format.day(period.to))}</span>
          <button
            type="button"
            className="g-button is-square"
            aria-label={text.later}
            onClick={() => onWeek(addDays(period.from, 7))}
          >
            <IconChevronRight />
          </button>
        </span>
      </div>
      <p className="g-sm g-2">{text.touchesNote}</p>
      <Answer query={query} rows={4}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="g-2">{text.touchesNone}</p>
          ) : (
            <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.touches}>
              <table className="g-table g-touch-days">
                <thead>
                  <tr>
                    <th>{text.who}</th>
                    {days.map((it) => (
                      <th key={it} className="g-num">
                        {inWords(it)}
                      </th>
                    ))}
                    {talkKinds.map((kind) => (
                      <th key={kind} className="g-num">
                        {text.kinds[kind]}
                      </th>
                    ))}
                    <th className="g-num">{text.hours}</th>
                  </tr>
                </thead>
                <tbody>
                  {personRows(rows).map((row) => {
                    const name = row.authorName ?? text.machine
                    const author = row.authorId ?? 'none'
                    return (
                      <tr key={author}>
                        <td>{name}</td>
                        {days.map((it) => (
                          <td key={it} className="g-num">
                            {figure(row.byDay[it] ?? 0, name, format.day(it), { from: it, to: it, author })}
                          </td>
                        ))}
                        {talkKinds.map((kind) => (
                          <td key={kind} className="g-num">
                            {figure(row[kind], name, text.kinds[kind].toLowerCase(), {
                              ...period,
                              author,
                              kind,
                            })}
                          </td>
                        ))}
                        <td className="g-num">
                          {row.minutes === 0 ? <span className="g-3">–</span> : text.span(row.minutes)}
                        </td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
      {opened && <Talks opened={opened} onClose={() => setOpened(null)} />}
    </section>
  )
}
