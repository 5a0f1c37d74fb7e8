import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ChangedField } from '#kernel/changed-fields.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Moment, Touch } from '../contract.ts'
import { contactTexts } from './text.ts'
import { TouchForm } from './touch-form.tsx'

type Only = 'touch' | 'order' | 'change' | null

function Said({ touch, mayEdit }: { touch: Touch; mayEdit: boolean }) {
  const text = useTexts(contactTexts)
  const format = useFormat()
  const toast = useToast()
  const undo = useUndo()
  const errorText = useErrorText()
  const cache = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.contacts.removeTouch({ params: { id: touch.id } }),
    onSuccess: async ({ unitId }) => {
      await cache.invalidateQueries({ queryKey: ['contacts'] })
      toast(text.removed(touch.text), () => void undo(unitId))
    },
    onError: (error) => toast(errorText(error)),
  })
  return (
    <>
      <div className="g-row">
        <span className="g-grow">
          <b>{text.kinds[touch.kind]}</b>
          {touch.contactName && ` · ${touch.contactName}`}
          {touch.authorName && <span className="g-3"> · {touch.authorName}</span>}
        </span>
        {mayEdit && (
          <button
            type="button"
            className="g-step"
            aria-label={`${text.remove}: ${touch.text}`}
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            <IconTrash size={16} />
          </button>
        )}
      </div>
      <div>
        {touch.text}
        {touch.minutes !== null && <span className="g-3"> · {text.minutes(touch.minutes)}</span>}
      </div>
      {touch.result && (
        <div className="g-2">
          {text.result}: {touch.result}
        </div>
      )}
      {touch.nextStep && (
        <div className="g-2">
          {text.next(touch.nextStep)}
          {touch.nextStepOn && `, ${format.day(touch.nextStepOn)}`}
        </div>
      )}
    </>
  )
}

type Describe = (change: ChangedField) => ChangedField

function What({ moment, mayEdit, describe }: { moment: Moment; mayEdit: boolean; describe: Describe }) {
  const text = useTexts(contactTexts)
  const format = useFormat()
  if (moment.kind === 'touch') return <Said touch={moment.touch} mayEdit={mayEdit} />
  if (moment.kind === 'order') {
    return (
      <div className="g-row">
        <span className="g-grow">{text.order(moment.number)}</span>
        <span className="g-num">{format.money(moment.amountMinor)}</span>
      </div>
    )
  }
  if (moment.kind === 'class') {
    const named = (letter: string | null): string =>
      letter === null || letter === 'none' ? text.noClass : letter
    return <div>{text.classMoved(named(moment.from), named(moment.to))}</div>
  }
  const shown = (value: string | null): string => (value === 'true' ? text.yes : (value ?? text.empty))
  return (
    <div>
      {moment.actor ?? text.machine}: {text.actions[moment.action] ?? moment.action}
      {moment.action !== 'client.created' &&
        moment.fields.slice(0, 6).map((field) => {
          const { name, before, after } = describe(field)
          return (
            <div key={field.name} className="g-xs g-3" style={{ overflowWrap: 'anywhere' }}>
              {name}: {shown(before)} → {shown(after)}
            </div>
          )
        })}
    </div>
  )
}

/** Everything that happened with a client, the newest first, and a line to write down what was said. */
export function Timeline({
  clientId,
  mayEdit,
  describe,
}: {
  clientId: string
  mayEdit: boolean
  /** a change as people read it */
  describe: Describe
}) {
  const text = useTexts(contactTexts)
  const format = useFormat()
  const [only, setOnly] = useState<Only>(null)
  const pages = useInfiniteQuery({
    queryKey: ['contacts', 'timeline', clientId, only],
    queryFn: ({ pageParam }) =>
      api.contacts.timeline({
        params: { id: clientId },
        query: { ...(only && { only }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <section className="g-stack">
      <div className="g-spread">
        <h2>{text.timeline}</h2>
        <span className="g-segmented" role="group" aria-label={text.timeline}>
          {([null, 'touch', 'order', 'change'] as const).map((it) => (
            <button key={it ?? 'all'} type="button" aria-pressed={it === only} onClick={() => setOnly(it)}>
              {it ? text.only[it] : text.all}
            </button>
          ))}
        </span>
      </div>
      {mayEdit && <TouchForm clientId={clientId} />}
      <Answer query={pages} rows={4}>
        {({ pages: loaded }) => {
          const rows = loaded.flatMap((page) => page.rows)
          if (rows.length === 0) return <p className="g-sm g-3">{text.nothing}</p>
          return (
            <ol className="g-plain-list g-sm">
              {rows.map((moment) => (
                <li key={`${moment.kind} ${moment.id} ${moment.at}`} className="g-moment">
                  <time dateTime={moment.at} className="g-3">
                    {format.moment(moment.at)}
                  </time>
                  <div className="g-grow" style={{ overflowWrap: 'anywhere' }}>
                    <What moment={moment} mayEdit={mayEdit} describe={describe} />
                  </div>
                </li>
              ))}
            </ol>
          )
        }}
      </Answer>
      <MoreButton of={pages}>{text.more}</MoreButton>
    </section>
  )
}
