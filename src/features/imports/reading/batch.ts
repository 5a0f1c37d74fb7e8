import type { Encoding, FileFormat } from '../domain/plan.ts'

/** Rows in order, with the number of the first as a person counts, from 1; blank rows are there, as rows without cells. */
export type Batch = { firstRow: number; rows: string[][] }
export type Source = { format: FileFormat; encoding: Encoding; delimiter: string; sheet: string | null }

export const LONGEST_RECORD = 4_000_000
