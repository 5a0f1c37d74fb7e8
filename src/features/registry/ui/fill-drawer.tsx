import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { Failure, Skeleton } from '#web/widgets/states.tsx'
import type { FoundCompany, RegisterAnswer } from '../contract.ts'
import { ProposalForm } from './proposal-form.tsx'
import { registryTexts } from './text.ts'

function Trouble({ company }: { company: FoundCompany }) {
  const text = useTexts(registryTexts)
  const format = useFormat()
  const { status, liquidatedOn } = company
  if (status === null || status === 'active') return null
  return (
    <p className={`g-notice ${status === 'liquidated' ? 'is-bad' : 'is-warn'}`}>
      {status === 'liquidated'
        ? text.liquidated(liquidatedOn && format.day(liquidatedOn))
        : text.troubled[status]}
    </p>
  )
}

function Choice({
  companies,
  chosen,
  onChange,
}: {
  companies: readonly FoundCompany[]
  chosen: number
  onChange: (at: number) => void
}) {
  const text = useTexts(registryTexts)
  return (
    <fieldset className="g-stack-tight" style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="g-sm g-strong" style={{ padding: 0 }}>
        {text.which}
      </legend>
      {companies.map(({ shortName, kpp, ogrn, isBranch, status, address }, at) => (
        <label key={`${ogrn} ${kpp}`} className="g-check">
          <input type="radio" name="company" checked={at === chosen} onChange={() => onChange(at)} />
          <span>
            {[
              shortName,
              isBranch && text.branch,
              status === 'liquidated' && text.closed,
              kpp && `${text.fields.kpp} ${kpp}`,
              address,
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Told({
  clientId,
  answer,
  onClose,
}: {
  clientId: string
  answer: RegisterAnswer
  onClose: () => void
}) {
  const text = useTexts(registryTexts)
  const format = useFormat()
  const [chosen, setChosen] = useState(0)
  const company = answer.companies[chosen]
  if (!company) return null
  return (
    <div className="g-stack">
      {answer.companies.length > 1 && (
        <Choice companies={answer.companies} chosen={chosen} onChange={setChosen} />
      )}
      <div>
        <div className="g-strong">{company.shortName}</div>
        <div className="g-sm g-2">
          {[text.told(answer.register), company.checkedOn && text.upTo(format.day(company.checkedOn))]
            .filter(Boolean)
            .join(', ')}
        </div>
      </div>
      {answer.isBranchUnknown && <p className="g-notice is-warn">{text.branchUnknown}</p>}
      <Trouble company={company} />
      <ProposalForm key={chosen} clientId={clientId} answer={answer} chosen={chosen} onClose={onClose} />
    </div>
  )
}

/** Asks the register for a client and shows what it says beside what is known. */
export function FillDrawer({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const text = useTexts(registryTexts)
  const asked = useQuery({
    queryKey: ['registry', 'answer', clientId],
    queryFn: () => api.registry.lookUp({ params: { id: clientId } }),
    // Each opening asks anew, and never by itself: the register counts the questions.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  })
  return (
    <Drawer title={text.fill} onClose={onClose} isWide>
      {asked.isFetching ? (
        <div role="status">
          <span className="g-2">{text.asking}</span>
          <Skeleton rows={6} />
        </div>
      ) : asked.error ? (
        <div className="g-stack">
          <Failure error={asked.error} />
          <div>
            <button type="button" className="g-button" onClick={() => void asked.refetch()}>
              {text.askAgain}
            </button>
          </div>
        </div>
      ) : (
        asked.data && <Told clientId={clientId} answer={asked.data} onClose={onClose} />
      )}
    </Drawer>
  )
}
