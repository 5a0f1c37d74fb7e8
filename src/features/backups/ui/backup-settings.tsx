import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { OutputOf } from '#kernel/operation.ts'
import { refusalText } from '#refusals.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { BackupRun, backupsContract } from '../contract.ts'
import { ScheduleForm } from './schedule-form.tsx'
import { backupTexts } from './text.ts'

type Overview = OutputOf<typeof backupsContract.overview>

function useStateWords(): (run: BackupRun) => string {
  const text = useTexts(backupTexts)
  const language = useLanguage()
  const format = useFormat()
  return (run) => {
    if (run.failure !== null) return text.failed(refusalText(language, run.failure, { errorId: '–' }))
    const words = [
      run.verifiedAt ? text.verified(format.instant(run.verifiedAt)) : text.good,
      run.isEncrypted && text.sealed,
      !run.isThere && text.gone,
    ]
    return words.filter(Boolean).join(', ')
  }
}

function LastGood({
  overview: { lastGood, isOverdue, isRunning, folder, isEncrypting },
}: {
  overview: Overview
}) {
  const text = useTexts(backupTexts)
  const format = useFormat()
  const state = useStateWords()
  const toast = useToast()
  const cache = useQueryClient()
  const start = useMutation({
    mutationFn: () => api.backups.start(),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['backups'] })
      toast(text.started)
    },
  })
  return (
    <div className="g-card g-stack-tight">
      <h2>{text.lastGood}</h2>
      {lastGood ? (
        <p>
          <strong>{format.instant(lastGood.startedAt)}</strong>, {text.rowsOf(lastGood.rowCount ?? 0)},{' '}
          {text.sizeOf(lastGood.bytes ?? 0)}, {state(lastGood)}
        </p>
      ) : (
        <p>
          <strong>{text.none}.</strong> {text.noneHelp}
        </p>
      )}
      {isOverdue && (
        <div className="g-notice is-bad" role="alert">
          {text.overdue}
        </div>
      )}
      <p className="g-sm g-2">
        {text.where(folder)} {isEncrypting ? text.encrypted : text.notEncrypted}
      </p>
      {start.error && <Failure error={start.error} />}
      <div className="g-row">
        <button
          type="button"
          className="g-button"
          disabled={isRunning || start.isPending}
          onClick={() => start.mutate()}
        >
          {isRunning ? text.making : text.make}
        </button>
      </div>
    </div>
  )
}

function Runs({ runs }: { runs: BackupRun[] }) {
  const text = useTexts(backupTexts)
  const format = useFormat()
  const state = useStateWords()
  return (
    <section className="g-stack-tight">
      <h2>{text.list}</h2>
      <div className="g-scroll-x" role="region" aria-label={text.list} tabIndex={0}>
        <table className="g-table">
          <thead>
            <tr>
              <th>{text.when}</th>
              <th>{text.state}</th>
              <th className="g-num">{text.size}</th>
              <th className="g-num">{text.rows}</th>
              <th>{text.file}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id}>
                <td>{format.instant(run.startedAt)}</td>
                <td>{state(run)}</td>
                <td className="g-num">{run.bytes === null ? '–' : text.sizeOf(run.bytes)}</td>
                <td className="g-num">{run.rowCount === null ? '–' : format.number(run.rowCount)}</td>
                <td>{run.path.split(/[\\/]/).at(-1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Backups: the last good one, when they are made, how many stay. */
export function BackupSettingsPanel() {
  const overview = useQuery({
    queryKey: ['backups', 'overview'],
    queryFn: () => api.backups.overview(),
    refetchInterval: ({ state }) => (state.data?.isRunning ? 1000 : false),
  })
  return (
    <section className="g-stack">
      <Answer query={overview}>
        {(data) => (
          <>
            <LastGood overview={data} />
            <ScheduleForm settings={data.settings} />
            {data.runs.length > 0 && <Runs runs={data.runs} />}
          </>
        )}
      </Answer>
    </section>
  )
}
