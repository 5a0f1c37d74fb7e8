import { seeded } from './random.ts'
import { clientId, type Size } from './generate.ts'

/** What a person opens: one address or several at once, made anew for each time. */
export type Page = { name: string; who: 'owner' | 'rep'; paths(): string[] }

const deepList = 'the 100th page of the list'

/** The pages that are measured; `deep` is the cursor of a far page of the list. */
export function pagesOf(size: Size, deep: string): Page[] {
  const random = seeded(7)
  const someClient = (): string => clientId(random.below(size.clients))
  const page = (name: string, ...paths: string[]): Page => ({ name, who: 'owner', paths: () => paths })
  const list = (query: string): string => `/api/clients?limit=60&${query}`
  return [
    page('list by turnover, first page', list('')),
    page(deepList, list(`cursor=${encodeURIComponent(deep)}`)),
    page('list by turnover, smallest first', list('direction=asc')),
    page('list by name', list('sort=name')),
    page('list by last order', list('sort=lastOrder')),
    page('list by order days', list('sort=orderDays')),
    page('list by rhythm', list('sort=rhythm')),
    page('list by money at stake', list('sort=atStake')),
    page('list of class C', list('classes=C')),
    page('list of A and B that are late', list('classes=A,B&rhythms=late,atRisk,lapsed')),
    page('list of a text', list(`text=${encodeURIComponent('бетон')}`)),
    page('count of everybody', '/api/clients/count'),
    page('count of A and B that are late', '/api/clients/count?classes=A,B&rhythms=late,atRisk,lapsed'),
    page('tabs of the list', '/api/clients/views'),
    page('search of a name', `/api/clients/search?text=${encodeURIComponent('сатурнстрой')}`),
    page('search with a typo', `/api/clients/search?text=${encodeURIComponent('сатурнстрйо')}`),
    page('search in the other layout', `/api/clients/search?text=${encodeURIComponent(',tnjycyf,')}`),
    page('search of a phone', '/api/clients/search?text=912345'),
    page('matrix', '/api/segments/matrix'),
    page('ABC curve', '/api/segments/curve'),
    page('who is silent', '/api/segments/late'),
    page('RFM', '/api/segments/rfm'),
    { name: 'list of a rep', who: 'rep', paths: () => [list('')] },
    { name: 'tabs of a rep', who: 'rep', paths: () => ['/api/clients/views'] },
    {
      name: 'client page (five requests at once)',
      who: 'owner',
      paths: () => {
        const id = someClient()
        return [
          `/api/clients/${id}`,
          `/api/clients/${id}/explanation`,
          `/api/clients/${id}/history`,
          `/api/clients/${id}/months`,
          `/api/orders?clientId=${id}`,
        ]
      },
    },
  ]
}
