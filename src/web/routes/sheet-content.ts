import { api } from '../api.ts'

/** All that a sheet tells of a client, at once: nothing is printed half. */
export async function loadSheet(id: string) {
  const [client, dossier, people, timeline, deals] = await Promise.all([
    api.clients.get({ params: { id } }),
    api.dossier.get({ params: { id } }),
    api.contacts.people({ params: { id } }),
    api.contacts.timeline({ params: { id }, query: { only: 'touch' } }),
    api.funnel.list({ query: { clientId: id, state: 'open' } }),
  ])
  return { client, dossier, people: people.rows, timeline: timeline.rows, deals: deals.rows }
}

export type SheetContent = Awaited<ReturnType<typeof loadSheet>>
