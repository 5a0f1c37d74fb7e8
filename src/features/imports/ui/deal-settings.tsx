import { useQuery } from '@tanstack/react-query'
import type { LostReason, Pipeline } from '#features/funnel/contract.ts'
import { nameOf, presetNames } from '#features/funnel/domain/preset-names.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { DealMap, FileProfile, ImportMap } from '../domain/plan.ts'
import { dealImportTexts } from './deal-text.ts'
import { StageWords } from './stage-words.tsx'

type Props = {
  profile: FileProfile
  fileName: string
  map: ImportMap
  onChange: (map: ImportMap) => void
}

/** What a file of deals leaves open: the way, what its words for stages mean, why deals were lost, whose the others are. */
export function DealSettings(props: Props) {
  const text = useTexts(dealImportTexts)
  const query = useQuery({ queryKey: ['funnel', 'pipelines'], queryFn: () => api.funnel.pipelines() })
  return (
    <section className="g-stack" aria-label={text.title}>
      <Answer query={query} rows={4}>
        {({ rows, lostReasons }) => <Fields {...props} pipelines={rows} lostReasons={lostReasons} />}
      </Answer>
    </section>
  )
}

function Fields({
  profile,
  fileName,
  map,
  onChange,
  pipelines,
  lostReasons,
}: Props & { pipelines: readonly Pipeline[]; lostReasons: readonly LostReason[] }) {
  const text = useTexts(dealImportTexts)
  const { language } = useFormat()
  const names = presetNames[language]
  const deals = map.deals ?? {}
  const set = (change: DealMap): void => onChange({ ...map, deals: { ...deals, ...change } })
  const way = pipelines.find((it) => it.id === deals.pipelineId) ?? pipelines[0]
  const columns = map.columns ?? {}
  const first = way?.stages[0]
  return (
    <>
      <h2>{text.title}</h2>
      <p className="g-notice">{text.noHistory}</p>
      {pipelines.length > 1 && way && (
        <SelectField
          label={text.pipeline}
          value={way.id}
          options={pipelines.map((it) => [it.id, nameOf(it, names.pipelines)] as const)}
          onChange={(pipelineId) => set({ pipelineId, stages: undefined })}
        />
      )}
      {columns.stage && way ? (
        <StageWords
          column={profile.columns.find((it) => it.header === columns.stage)}
          way={way}
          chosen={deals.stages ?? {}}
          onChange={(stages) => set({ stages })}
        />
      ) : (
        first && <p className="g-sm g-2">{text.noStageColumn(nameOf(first, names.stages))}</p>
      )}
      {(columns.stage ?? columns.status) && (
        <Loss
          reasons={lostReasons}
          fileName={fileName}
          chosen={deals.lostReason}
          onChange={(lostReason) => set({ lostReason })}
        />
      )}
      <NoClient
        profile={profile}
        columns={columns}
        fileName={fileName}
        name={deals.noClient}
        onChange={(noClient) => set({ noClient })}
      />
    </>
  )
}

function Loss({
  reasons,
  fileName,
  chosen,
  onChange,
}: {
  reasons: readonly LostReason[]
  fileName: string
  chosen: DealMap['lostReason']
  onChange: (chosen: DealMap['lostReason']) => void
}) {
  const text = useTexts(dealImportTexts)
  const { language } = useFormat()
  const called = (it: LostReason): string => nameOf(it, presetNames[language].lostReasons)
  const groups = new Map(reasons.map((it) => [it.id, called(it)]))
  const given = reasons.filter((it) => !reasons.some(({ parentId }) => parentId === it.id))
  return (
    <section className="g-stack">
      <h3 className="g-sm">{text.lost}</h3>
      <p className="g-sm g-2">{text.lostNote}</p>
      <SelectField
        label={text.lostReason}
        value={chosen?.id ?? ''}
        options={[
          ['', text.refuseThem] as const,
          ...given.map(
            (it) => [it.id, it.parentId ? `${groups.get(it.parentId)}: ${called(it)}` : called(it)] as const,
          ),
        ]}
        onChange={(id) => onChange(id ? { id, note: chosen?.note ?? text.noteOf(fileName) } : undefined)}
      />
      {chosen && (
        <TextField
          label={text.noteLabel}
          value={chosen.note ?? ''}
          onChange={(note) => onChange({ ...chosen, note })}
        />
      )}
    </section>
  )
}

const clientFields = ['clientName', 'clientExternalId', 'inn', 'clientId'] as const

function NoClient({
  profile,
  columns,
  fileName,
  name,
  onChange,
}: {
  profile: FileProfile
  columns: NonNullable<ImportMap['columns']>
  fileName: string
  name: string | undefined
  onChange: (name: string | undefined) => void
}) {
  const text = useTexts(dealImportTexts)
  const format = useFormat()
  const filled = clientFields.map(
    (field) => profile.columns.find((it) => it.header === columns[field])?.filledCount ?? 0,
  )
  // Columns fill each other's gaps: so many rows at most are without any.
  const bare = profile.rowCount - Math.max(...filled)
  if (bare <= 0) return null
  return (
    <section className="g-stack">
      <h3 className="g-sm">{text.noClient}</h3>
      <SelectField
        label={text.noClientNote(format.number(bare))}
        value={name === undefined ? 'refuse' : 'one'}
        options={[
          ['refuse', text.refuseThem],
          ['one', text.oneClient],
        ]}
        onChange={(choice) => onChange(choice === 'one' ? text.clientOf(fileName) : undefined)}
      />
      {name !== undefined && (
        <TextField label={text.clientName} value={name} onChange={onChange} isRequired />
      )}
    </section>
  )
}
