import type { contract } from '#contract.ts'
import type { CallOf } from '#kernel/operation.ts'

/** What is done with many deals at once. */
export type ManyChange = CallOf<typeof contract.funnel.changeMany>['body']['change']
