import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { showBreakdown } from './breakdown-report.ts'
import { conversionContract as contract } from './conversion-contract.ts'
import { showConversion } from './conversion-report.ts'
import { listFirstTalkClients, showFirstTalks } from './first-talk-report.ts'
import { listFigureDeals } from './figure-report.ts'
import { showResults } from './result-report.ts'
import { showLostReasons, showStageTimes, showToday } from './stage-reports.ts'

/** The funnel measured: cohorts, what parts them, time, losses, and what the open deals will bring. */
export function conversionApi({ db, now }: Services): Handled[] {
  return [
    handle(contract.show, ({ actor, query }) => showConversion(db, actor, query)),
    handle(contract.breakdown, ({ actor, query }) => showBreakdown(db, actor, query)),
    handle(contract.deals, ({ actor, query }) => listFigureDeals(db, actor, query, now())),
    handle(contract.firstTalks, ({ actor, query }) => showFirstTalks(db, actor, query)),
    handle(contract.firstTalkClients, ({ actor, query }) => listFirstTalkClients(db, actor, query)),
    handle(contract.lostReasons, ({ actor, query }) => showLostReasons(db, actor, query)),
    handle(contract.results, ({ actor, query }) => showResults(db, actor, query)),
    handle(contract.stageTimes, ({ actor, query }) => showStageTimes(db, actor, query)),
    handle(contract.today, ({ actor, query }) => showToday(db, actor, query.pipelineId, now())),
  ]
}
