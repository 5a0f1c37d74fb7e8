import { useNames } from '#features/funnel/ui/use-pipelines.ts'
import { ReportScreen } from '#features/leads/ui/report-screen.tsx'

/** The report of leads, with the names that the funnel gives its stages. */
export function LeadReportRoute() {
  return <ReportScreen stageName={useNames().stageName} />
}
