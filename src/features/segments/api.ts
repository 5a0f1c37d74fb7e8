import { countClients, listClients } from '#features/clients/public.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { segmentsContract as contract, type SegmentSettings } from './contract.ts'
import { explainClient } from './explain-report.ts'
import { listMoves, listSnapshots } from './moves-report.ts'
import { previewSettings } from './preview-report.ts'
import { refreshStats } from './refresh.ts'
import { showCurve, showMatrix } from './reports.ts'
import { listRfmClients, showRfm } from './rfm-report.ts'
import * as store from './store.ts'

const late = { rhythms: 'late,atRisk,lapsed', classes: 'A,B,C' }

// What no single field can tell: the limits have an order.
function refuseDisordered(wanted: Omit<SegmentSettings, 'rev'>): void {
  if (wanted.shareA >= wanted.shareB) throw new Refusal('badThresholds', { field: 'shareB' })
  if (wanted.sometimesPerYear >= wanted.oftenPerYear)
    throw new Refusal('badThresholds', { field: 'oftenPerYear' })
  if (wanted.lateRatio >= wanted.riskRatio) throw new Refusal('badThresholds', { field: 'riskRatio' })
  if (wanted.riskRatio >= wanted.lapsedRatio) throw new Refusal('badThresholds', { field: 'lapsedRatio' })
}

/** Segments: classes, rhythm, RFM, moves, and the rules behind them. */
export function segmentsApi(services: Services): Handled[] {
  const { db, runUnit } = services
  return [
    handle(contract.matrix, ({ actor }) => showMatrix(db, actor)),
    handle(contract.curve, ({ actor }) => showCurve(db, actor)),
    handle(contract.rfm, ({ actor }) => showRfm(db, actor)),
    handle(contract.rfmClients, ({ actor, query }) => listRfmClients(db, actor, query)),
    handle(contract.snapshots, () => listSnapshots(db)),
    handle(contract.moves, ({ actor, query }) => listMoves(services, actor, query.from, query.to)),
    handle(contract.explain, ({ actor, params }) => explainClient(db, actor, params.id)),

    handle(contract.late, async ({ actor, query }) => {
      const { rows, nextCursor, asOf } = await listClients(db, actor, {
        ...late,
        sort: 'atStake',
        cursor: query.cursor,
      })
      const { count, atStakeMinor } = await countClients(db, actor, late)
      return { rows, nextCursor, asOf, count, atStakeMinor }
    }),

    handle(contract.getSettings, () => store.loadSettings(db)),

    handle(contract.previewSettings, ({ actor, body }) => {
      refuseDisordered(body)
      return previewSettings(services, actor, body)
    }),

    handle(contract.saveSettings, async ({ actor, body }) => {
      refuseDisordered(body)
      const saved = await runUnit(actor, async (unit) => {
        const before = await store.loadSettings(unit.trx)
        const after = await store.saveSettings(unit.trx, body)
        await unit.record({
          action: 'segments.settingsChanged',
          entity: 'segments',
          id: null,
          before,
          after,
          rev: after.rev,
        })
        await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
        return after
      })
      // The person waits for the new classes; the job that was added makes sure of them if this process dies.
      await refreshStats(services)
      return saved
    }),

    handle(contract.savePlay, ({ actor, body }) =>
      runUnit(actor, async (unit) => {
        const { before, after } = await store.savePlay(unit.trx, body)
        await unit.record({
          action: 'segments.playChanged',
          entity: 'segments',
          id: null,
          before,
          after,
          rev: after.rev,
        })
        return after
      }),
    ),
  ]
}
