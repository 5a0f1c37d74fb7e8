import { showDeal } from '#features/funnel/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import type { InputOf } from '#kernel/operation.ts'
import { normalisePhone } from '#kernel/phone.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { addEnquiry, type Enquiry, readReach } from './add-enquiry.ts'
import { readLine } from './domain/read-line.ts'
import { listKnown } from './known-report.ts'
import { quickContract as contract } from './quick-contract.ts'
import { loadRules, regrade } from './regrade.ts'
import { writeAnswer } from './write-answer.ts'

type Sent = InputOf<typeof contract.quickAdd>['body']

const filled = (value: string | null | undefined): string | null => value || null

/** What was sent field by field, and for the rest what the line says. */
function enquiryOf({ line, answers: _answers, ...sent }: Sent, country: string): Enquiry {
  const read = readLine(line ?? '', country)
  const of = (field: 'name' | 'person' | 'inn' | 'want'): string | null =>
    sent[field] === undefined ? read[field] : filled(sent[field])
  const several = (given: string | null | undefined, told: string[]): string[] =>
    given === undefined ? told : filled(given) === null ? [] : [given ?? '', ...told.slice(1)]
  return {
    ...sent,
    kind: sent.kind ?? read.kind,
    name: of('name'),
    person: of('person'),
    inn: of('inn'),
    want: of('want'),
    phones: several(sent.phone, read.phones),
    emails: several(sent.email, read.emails),
  }
}

/** Taking an enquiry down in one line, and whom its phone or address reaches. */
export function quickApi({ db, runUnit, now }: Services): Handled[] {
  return [
    handle(contract.known, async ({ actor, query: { phone = '', email = '' } }) => {
      const { country } = await loadWorkspace(db)
      const read = normalisePhone(phone, country)
      const emails = email === '' ? [] : [email.toLowerCase()]
      return { rows: await listKnown(db, actor, { phones: read === null ? [] : [read], emails }) }
    }),

    handle(contract.quickAdd, async ({ actor, body }) => {
      const { country } = await loadWorkspace(db)
      const sent = enquiryOf(body, country)
      const enquiry = { ...sent, ...readReach(sent, country) }
      const made = await runUnit(actor, async (unit) => {
        const { deal, client } = await addEnquiry(unit, enquiry, { country, now: now() })
        const rules = await loadRules(unit.trx, now())
        const answers = body.answers ?? []
        for (const answer of answers) await writeAnswer(unit, deal, answer, rules)
        if (answers.length > 0) await regrade(unit, deal, 'answer', rules)
        return { dealId: deal.id, client, unitId: unit.id }
      })
      const { dealId, client, unitId } = made
      return { deal: await showDeal(db, actor, dealId), client, unitId }
    }),
  ]
}
