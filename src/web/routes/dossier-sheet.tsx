import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { IconPrinter } from '@tabler/icons-react'
import { usePipelines } from '#features/funnel/ui/use-pipelines.ts'
import { Page } from '../shell/page.tsx'
import { useTexts } from '../text.ts'
import { Answer } from '../widgets/states.tsx'
import './dossier-sheet.css'
import { loadSheet } from './sheet-content.ts'
import { Sheet } from './sheet.tsx'
import { sheetTexts } from './dossier-sheet-text.ts'

/** The dossier of a client on one page, to be printed and taken to a meeting. */
export function DossierSheetRoute() {
  const { clientId } = useParams({ from: '/app/clients/$clientId/dossier/print' })
  const text = useTexts(sheetTexts)
  const ways = usePipelines()
  const sheet = useQuery({
    // Of the dossier: a fact that changes makes it old.
    queryKey: ['dossier', 'sheet', clientId],
    queryFn: () => loadSheet(clientId),
  })
  return (
    <Page
      title={text.title}
      actions={
        <span className="g-row">
          <Link to="/clients/$clientId" params={{ clientId }} className="g-button">
            {text.back}
          </Link>
          <button
            type="button"
            className="g-button is-primary"
            disabled={!sheet.data || !ways.data}
            onClick={() => window.print()}
          >
            <IconPrinter /> {text.print}
          </button>
        </span>
      }
    >
      <Answer query={sheet} rows={12}>
        {(content) => <Sheet content={content} />}
      </Answer>
    </Page>
  )
}
