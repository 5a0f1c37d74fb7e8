import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
} from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { contract } from '#contract.ts'
import { ClientsScreen } from '#features/clients/ui/clients-screen.tsx'
import { clientSearch } from '#features/clients/ui/search.ts'
import { conversionSearch } from '#features/funnel/ui/conversion-search.ts'
import { dealSearch } from '#features/funnel/ui/search.ts'
import { nurtureSearch, reportSearch } from '#features/leads/ui/report-search.ts'
import { todaySearch } from '#features/leads/ui/search.ts'
import { settingsSearch } from '#features/team/ui/search.ts'
import { AskDossierContext } from './first-contact.tsx'
import { Broken, Lost } from './lost.tsx'
import { Root, SignedIn } from './root.tsx'
import { TodayRoute } from './routes/today.tsx'
import { useCan } from './session.ts'
import { Shell } from './shell/shell.tsx'

const OrdersEvidence = lazy(() =>
  import('#features/orders/ui/orders-evidence.tsx').then((it) => ({ default: it.OrdersEvidence })),
)

const QuickAdd = lazy(() =>
  import('#features/leads/ui/quick-add.tsx').then((it) => ({ default: it.QuickAdd })),
)

const AskDossier = lazy(() =>
  import('#features/dossier/ui/first-contact-fields.tsx').then((it) => ({ default: it.FirstContactFields })),
)

const SignInAgain = lazy(() =>
  import('#features/team/ui/sign-in-again.tsx').then((it) => ({ default: it.SignInAgain })),
)

const root = createRootRoute({ component: Root })

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: () => (
    <SignedIn
      elsewhere={<Navigate to="/sign-in" />}
      again={
        <Suspense fallback={null}>
          <SignInAgain />
        </Suspense>
      }
    >
      <AskDossierContext.Provider value={AskDossier}>
        <Shell EvidenceDrawer={OrdersEvidence} QuickAdd={QuickAdd} />
      </AskDossierContext.Provider>
    </SignedIn>
  ),
})

// Who works with leads begins with their queue.
function Home() {
  return <Navigate to={useCan()(contract.leads.today) ? '/today' : '/clients'} replace />
}
const home = createRoute({ getParentRoute: () => app, path: '/', component: Home })
const today = createRoute({
  getParentRoute: () => app,
  path: '/today',
  validateSearch: todaySearch,
  // The first screen of all, as the clients are: one that came later would be a second round of files.
  component: TodayRoute,
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('#features/team/ui/setup-screen.tsx'), 'SetupScreen'),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('#features/team/ui/sign-in-screen.tsx'), 'SignInScreen'),
})
const setPassword = createRoute({
  getParentRoute: () => root,
  path: '/set-password',
  validateSearch: (search: Record<string, unknown>) => ({ token: String(search['token'] ?? '') }),
  component: lazyRouteComponent(
    () => import('#features/team/ui/set-password-screen.tsx'),
    'SetPasswordScreen',
  ),
})

const clients = createRoute({
  getParentRoute: () => app,
  path: '/clients',
  validateSearch: clientSearch,
  component: ClientsScreen,
})
const matrix = createRoute({
  getParentRoute: () => app,
  path: '/clients/matrix',
  component: lazyRouteComponent(() => import('#features/segments/ui/matrix-screen.tsx'), 'MatrixScreen'),
})
const rfm = createRoute({
  getParentRoute: () => app,
  path: '/clients/rfm',
  component: lazyRouteComponent(() => import('#features/segments/ui/rfm-screen.tsx'), 'RfmScreen'),
})
const moves = createRoute({
  getParentRoute: () => app,
  path: '/clients/moves',
  component: lazyRouteComponent(() => import('#features/segments/ui/moves-screen.tsx'), 'MovesScreen'),
})
const late = createRoute({
  getParentRoute: () => app,
  path: '/clients/late',
  component: lazyRouteComponent(() => import('#features/segments/ui/late-screen.tsx'), 'LateScreen'),
})
const duplicates = createRoute({
  getParentRoute: () => app,
  path: '/clients/duplicates',
  component: lazyRouteComponent(
    () => import('#features/duplicates/ui/duplicates-screen.tsx'),
    'DuplicatesScreen',
  ),
})
const client = createRoute({
  getParentRoute: () => app,
  path: '/clients/$clientId',
  component: lazyRouteComponent(() => import('./routes/client.tsx'), 'ClientRoute'),
})
const dossierSheet = createRoute({
  getParentRoute: () => app,
  path: '/clients/$clientId/dossier/print',
  component: lazyRouteComponent(() => import('./routes/dossier-sheet.tsx'), 'DossierSheetRoute'),
})
const deals = createRoute({
  getParentRoute: () => app,
  path: '/deals',
  validateSearch: dealSearch,
  component: lazyRouteComponent(() => import('#features/funnel/ui/deals-screen.tsx'), 'DealsScreen'),
})
const deal = createRoute({
  getParentRoute: () => app,
  path: '/deals/$dealId',
  component: lazyRouteComponent(() => import('./routes/deal.tsx'), 'DealRoute'),
})
const funnel = createRoute({
  getParentRoute: () => app,
  path: '/funnel',
  validateSearch: conversionSearch,
  component: lazyRouteComponent(
    () => import('#features/funnel/ui/conversion-screen.tsx'),
    'ConversionScreen',
  ),
})
const leadReport = createRoute({
  getParentRoute: () => app,
  path: '/leads/report',
  validateSearch: reportSearch,
  component: lazyRouteComponent(() => import('./routes/lead-report.tsx'), 'LeadReportRoute'),
})
const nurture = createRoute({
  getParentRoute: () => app,
  path: '/leads/nurture',
  validateSearch: nurtureSearch,
  component: lazyRouteComponent(() => import('#features/leads/ui/nurture-screen.tsx'), 'NurtureScreen'),
})
const imports = createRoute({
  getParentRoute: () => app,
  path: '/imports',
  component: lazyRouteComponent(() => import('#features/imports/ui/imports-screen.tsx'), 'ImportsScreen'),
})
const oneImport = createRoute({
  getParentRoute: () => app,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('#features/imports/ui/import-screen.tsx'), 'ImportScreen'),
})
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import('./routes/settings.tsx'), 'SettingsRoute'),
})

const apiDocs = createRoute({
  getParentRoute: () => app,
  path: '/api-docs',
  component: lazyRouteComponent(() => import('#features/tokens/ui/api-docs-screen.tsx'), 'ApiDocsScreen'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    setup,
    signIn,
    setPassword,
    app.addChildren([
      home,
      today,
      clients,
      matrix,
      rfm,
      moves,
      late,
      duplicates,
      client,
      dossierSheet,
      deals,
      deal,
      funnel,
      leadReport,
      nurture,
      imports,
      oneImport,
      settings,
      apiDocs,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultNotFoundComponent: Lost,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
