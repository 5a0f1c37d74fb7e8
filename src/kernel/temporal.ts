import type { Temporal as Types } from 'temporal-polyfill'

const native = (globalThis as { Temporal?: typeof Types }).Temporal

/** Temporal: the engine's own where there is one, or else the polyfill, which a browser then loads. */
export const Temporal = native ?? (await import('temporal-polyfill')).Temporal
