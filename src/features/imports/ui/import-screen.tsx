import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { contract } from '#contract.ts'
import type { CallOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import { Answer, Failure, ProgressLine } from '#web/widgets/states.tsx'
import type { ImportRun } from '../contract.ts'
import { Check } from './check.tsx'
import { leftFields } from './field-label.ts'
import { Mapping } from './mapping.tsx'
import { importTexts } from './text.ts'
import { refusalText } from '#refusals.ts'
import { useLanguage } from '#web/text.ts'

type Action = 'stage' | 'commit' | 'cancel' | 'undo' | 'resume'
const STALLED_MS = 15_000
const busy = new Set(['reading', 'staging', 'committing', 'undoing'])

function Steps({ run }: { run: ImportRun }) {
  const text = useTexts(importTexts)
  const at = {
    reading: 0,
    questions: 1,
    mapped: 1,
    staging: 1,
    staged: 2,
    committing: 2,
    committed: 3,
    undoing: 3,
    undone: 3,
    cancelled: 1,
    failed: 1,
  }[run.state]
  return (
    <ol className="g-steps">
      {text.steps.map((name, index) => (
        <li
          key={name}
          aria-current={index === at ? 'step' : undefined}
          className={index < at ? 'is-done' : ''}
        >
          <State kind={index < at || run.state === 'committed' ? 'good' : index === at ? 'warn' : 'planned'}>
            {name}
          </State>
        </li>
      ))}
    </ol>
  )
}

function Busy({ run, onResume }: { run: ImportRun; onResume: () => void }) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const { progress } = run
  // A step that a crash broke off makes no progress; a step that only looks so is not harmed by going on.
  const place = `${run.state} ${progress?.step} ${progress?.done}`
  const [stalledAt, setStalledAt] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setStalledAt(place), STALLED_MS)
    return () => clearTimeout(timer)
  }, [place])
  const label = run.state === 'undoing' ? text.undoing : (text.progress[progress?.step ?? run.state] ?? '…')
  const share = progress && progress.total > 0 ? progress.done / progress.total : null
  const isBytes = progress?.step === 'reading' || progress?.step === 'staging'
  const megabytes = (bytes: number): string => format.number(bytes / 1e6, 1)
  return (
    <>
      <ProgressLine
        share={share}
        label={
          isBytes && progress
            ? `${label}: ${megabytes(progress.done)} / ${megabytes(progress.total)} ${text.megabytes}`
            : label
        }
      />
      {stalledAt === place && (
        <p className="g-sm g-2">
          {text.stalled}{' '}
          <button type="button" className="g-link" onClick={onResume}>
            {text.resume}
          </button>
        </p>
      )}
    </>
  )
}

function Result({ run }: { run: ImportRun }) {
  const text = useTexts(importTexts)
  return (
    <>
      {run.state === 'committed' && (
        <div className="g-notice is-good" role="status">
          <span className="g-grow">
            {text.done}. {text.undoNote}.
          </span>
          {run.kind === 'deals' ? (
            <>
              <Link
                to="/funnel"
                search={{ view: 'results', ...run.preview?.deals?.closed }}
                className="g-button is-primary"
              >
                {text.seeResults}
              </Link>
              <Link to="/deals" className="g-button">
                {text.seeDeals}
              </Link>
            </>
          ) : (
            <>
              <Link to="/clients/matrix" className="g-button is-primary">
                {text.seeMatrix}
              </Link>
              <Link to="/clients" className="g-button">
                {text.seeClients}
              </Link>
            </>
          )}
        </div>
      )}
      {run.state === 'undone' && (
        <div className="g-notice is-good" role="status">
          <span>{text.undone}</span>
        </div>
      )}
      {run.leftovers.length > 0 && (
        <section className="g-stack">
          <h2>{text.leftovers(run.leftovers.length)}</h2>
          <table className="g-table">
            <tbody>
              {run.leftovers.map((it) => (
                <tr key={it.entity + it.id}>
                  <td>{it.name}</td>
                  <td className="g-3">
                    {it.fields
                      ? text.leftFields(leftFields(text, it.fields))
                      : text.leftoverReasons[it.reason]}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

/** One import from the file to the result. */
export function ImportScreen() {
  const text = useTexts(importTexts)
  const language = useLanguage()
  const format = useFormat()
  const cache = useQueryClient()
  const { importId } = useParams({ from: '/app/imports/$importId' })
  const key = ['imports', 'one', importId]
  const query = useQuery({
    queryKey: key,
    queryFn: () => api.imports.get({ params: { id: importId } }),
    // Progress is announced; this is for when an announcement is lost.
    refetchInterval: ({ state }) => (state.data && busy.has(state.data.state) ? 1500 : false),
  })
  const act = useMutation({
    mutationFn: (action: Action) => api.imports[action]({ params: { id: importId } }),
    onSuccess: (run) => cache.setQueryData(key, run),
    onSettled: () => cache.invalidateQueries({ queryKey: ['imports'] }),
  })
  const setMap = useMutation({
    mutationFn: (body: CallOf<typeof contract.imports.setMap>['body']) =>
      api.imports.setMap({ params: { id: importId }, body }),
    onSuccess: (run) => cache.setQueryData(key, run),
    onSettled: () => cache.invalidateQueries({ queryKey: key }),
  })
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.imports.remove({ params: { id: importId } }),
    onSuccess: async () => {
      await navigate({ to: '/imports' })
      await cache.invalidateQueries({ queryKey: ['imports', 'list'] })
    },
  })
  const sizeOf = (bytes: number): string =>
    bytes < 1e6
      ? `${format.number(Math.ceil(bytes / 1e3))} ${text.kilobytes}`
      : `${format.number(bytes / 1e6, 1)} ${text.megabytes}`
  const run = query.data
  const count = (run?.preview?.new ?? 0) + (run?.preview?.updated ?? 0)
  const saveAndStage = (body: CallOf<typeof contract.imports.setMap>['body']): void =>
    setMap.mutate(body, { onSuccess: (saved) => saved.state === 'mapped' && act.mutate('stage') })
  return (
    <Page
      title={run ? text.titles[run.kind] : text.title}
      note={run && `${run.fileName}, ${sizeOf(run.fileSize)}`}
      actions={
        run && (
          <>
            {(busy.has(run.state) || run.state === 'staged') && run.state !== 'undoing' && (
              <button type="button" className="g-button is-quiet" onClick={() => act.mutate('cancel')}>
                {text.cancel}
              </button>
            )}
            {run.state === 'staged' && (
              <button
                type="button"
                className="g-button is-primary"
                disabled={act.isPending || count === 0}
                onClick={() => act.mutate('commit')}
              >
                {count === 0 ? text.nothing : text.commit(format.number(count))}
              </button>
            )}
            {run.state === 'committed' && (
              <button
                type="button"
                className="g-button is-danger"
                disabled={act.isPending}
                onClick={() => act.mutate('undo')}
              >
                {text.undo}
              </button>
            )}
            {['questions', 'mapped', 'cancelled', 'failed'].includes(run.state) && (
              <button
                type="button"
                className="g-button is-danger"
                disabled={remove.isPending}
                onClick={() => remove.mutate()}
              >
                {text.remove}
              </button>
            )}
            {['undone', 'cancelled', 'failed'].includes(run.state) && (
              <Link to="/imports" className="g-button">
                {text.again}
              </Link>
            )}
          </>
        )
      }
    >
      <Answer query={query}>
        {(data) => (
          <>
            <Steps run={data} />
            {(act.error ?? remove.error) && <Failure error={act.error ?? remove.error} />}
            {setMap.error && <Failure error={setMap.error} />}
            {data.failure && (
              <div className="g-notice is-bad" role="alert">
                {refusalText(language, data.failure.code, data.failure.data)}
              </div>
            )}
            {data.sameAs && !['committed', 'undone'].includes(data.state) && (
              <div className="g-notice is-warn" role="status">
                {text.sameAs(format.instant(data.sameAs.committedAt))}
              </div>
            )}
            {data.state === 'cancelled' && (
              <div className="g-notice" role="status">
                {text.stopped}
              </div>
            )}
            {busy.has(data.state) && <Busy run={data} onResume={() => act.mutate('resume')} />}
            <Result run={data} />
            {data.profile && ['questions', 'mapped', 'cancelled', 'failed'].includes(data.state) && (
              <Mapping
                key={data.rev}
                run={data}
                profile={data.profile}
                isBusy={setMap.isPending || act.isPending}
                onSave={(body) => setMap.mutate(body)}
                onCheck={saveAndStage}
              />
            )}
            {data.preview && ['staged', 'committing', 'committed', 'undone'].includes(data.state) && (
              <Check run={data} preview={data.preview} onBack={(body) => setMap.mutate(body)} />
            )}
          </>
        )}
      </Answer>
    </Page>
  )
}
