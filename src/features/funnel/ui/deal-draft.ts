import type { Deal } from '../contract.ts'

/** A deal as the form holds it. */
export type DealDraft = { title: string; amount: string; source: string; product: string; ownerId: string }
export const dealFieldNames = ['title', 'amount', 'product', 'source', 'ownerId'] as const

export const dealDraftOf = (
  deal: Deal | null,
  toDraft: (amountMinor: number | null) => string,
): DealDraft => ({
  title: deal?.title ?? '',
  amount: deal ? toDraft(deal.amountMinor) : '',
  source: deal?.source ?? '',
  product: deal?.product ?? '',
  ownerId: deal?.ownerId ?? '',
})

/** What differs from the row that the form was opened with: only that is sent. */
export function changesOfDeal(draft: DealDraft, base: DealDraft, amountMinor: number | null) {
  const is = (name: keyof DealDraft): boolean => draft[name] !== base[name]
  return {
    ...(is('title') && { title: draft.title.trim() }),
    ...(is('amount') && { amountMinor }),
    ...(is('product') && { product: draft.product.trim() || null }),
    ...(is('source') && { source: draft.source.trim() || null }),
    ...(is('ownerId') && { ownerId: draft.ownerId || null }),
  }
}

/** Mine stands only where I changed something; the rest follows the newer row. */
export const mineOverDeal = (theirs: DealDraft, draft: DealDraft, base: DealDraft): DealDraft => ({
  ...theirs,
  ...Object.fromEntries(
    dealFieldNames.filter((name) => draft[name] !== base[name]).map((name) => [name, draft[name]]),
  ),
})
