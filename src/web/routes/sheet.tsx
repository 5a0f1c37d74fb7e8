import type { ReactNode } from 'react'
import { dossierTexts } from '#features/dossier/ui/text.ts'
import { dayOf } from '#kernel/days.ts'
import { phoneText } from '#kernel/phone-text.ts'
import { useState } from 'react'
import { useFormat } from '../format.ts'
import { useSession } from '../session.ts'
import { useTexts } from '../text.ts'
import { sheetTexts } from './dossier-sheet-text.ts'
import type { SheetContent } from './sheet-content.ts'
import { FactLines, Line } from './sheet-facts.tsx'
import { DealLines, MoneyLines, PeopleLines, TalkLines } from './sheet-sales.tsx'

type Dossier = SheetContent['dossier']
type Field = Dossier['facts'][number]['field']

const parts = {
  register: ['legalName', 'status'],
  size: ['industry', 'okved', 'revenue', 'headcount', 'site'],
  situation: ['supplier', 'tenders', 'news'],
  offer: ['pain', 'offer'],
} as const satisfies Record<string, readonly Field[]>

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function FactPart({ title, dossier, of }: { title: string; dossier: Dossier; of: readonly Field[] }) {
  const text = useTexts(sheetTexts)
  return (
    <Part title={title}>
      {dossier.facts.some((it) => of.includes(it.field)) ? (
        <dl>
          <FactLines facts={dossier.facts} of={of} />
        </dl>
      ) : (
        <p className="g-3">{text.unknown}</p>
      )}
    </Part>
  )
}

function WhoPart({ client, dossier }: Pick<SheetContent, 'client' | 'dossier'>) {
  const text = useTexts(sheetTexts)
  return (
    <Part title={text.who}>
      <dl>
        <FactLines facts={dossier.facts} of={parts.register} />
        <Line name={text.inn}>{client.inn}</Line>
        <Line name={text.kpp}>{client.kpp}</Line>
        <Line name={text.ogrn}>{client.ogrn}</Line>
        <Line name={text.address}>{client.addresses[0] ?? client.city}</Line>
        <Line name={text.phone}>{client.phone && phoneText(client.phone)}</Line>
        <Line name={text.owner}>{client.ownerName}</Line>
      </dl>
    </Part>
  )
}

// What a meeting is to bring: what is required and missing first, then what else helps to sell.
function askedOf({ missing, facts }: Dossier): Dossier['missing'] {
  const helpful = [...parts.situation, ...parts.offer].filter(
    (it) => !facts.some((fact) => fact.field === it),
  )
  return [...new Set([...missing, ...helpful])]
}

/** One page about a client: who they are, whom we know, where they stand, what to offer, how they buy, what was said. */
export function Sheet({ content: { client, dossier, people, timeline, deals } }: { content: SheetContent }) {
  const text = useTexts(sheetTexts)
  const { fields } = useTexts(dossierTexts)
  const format = useFormat()
  const { user, workspace } = useSession()
  const [today] = useState(() => dayOf(new Date(), workspace.timeZone))
  const asked = askedOf(dossier)
  return (
    <article className="g-paper">
      <header>
        <b style={{ fontSize: 20 }}>{client.name}</b>
        <span className="g-sm g-3">{text.madeBy(user.name, format.day(today))}</span>
      </header>
      <div className="g-paper-columns">
        <div>
          <WhoPart client={client} dossier={dossier} />
          <FactPart title={text.size} dossier={dossier} of={parts.size} />
          <Part title={text.money}>
            <MoneyLines client={client} />
          </Part>
        </div>
        <div>
          <Part title={text.people}>
            <PeopleLines people={people} />
          </Part>
          <FactPart title={text.situation} dossier={dossier} of={parts.situation} />
          <FactPart title={text.offer} dossier={dossier} of={parts.offer} />
        </div>
      </div>
      <Part title={text.deals}>
        <DealLines deals={deals} />
      </Part>
      <Part title={text.talks}>
        <TalkLines timeline={timeline} />
      </Part>
      {asked.length > 0 && (
        <Part title={text.ask}>
          <p>{asked.map((it) => fields[it].toLowerCase()).join(', ')}.</p>
        </Part>
      )}
    </article>
  )
}
