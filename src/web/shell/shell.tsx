import { useMantineColorScheme } from '@mantine/core'
import {
  IconBuilding,
  IconClockExclamation,
  IconLayoutKanban,
  IconLoader,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSettings,
  IconSun,
} from '@tabler/icons-react'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { type ComponentType, Suspense, useMemo, useState } from 'react'
import { contract } from '#contract.ts'
import { formatInstant } from '#kernel/format.ts'
import { api } from '../api.ts'
import { useLive } from '../live.ts'
import { useCan, useSession } from '../session.ts'
import { useShortcuts } from '../shortcuts.ts'
import { useLanguage, useTexts } from '../text.ts'
import mark from '../theme/mark.svg'
import { Drawer } from '../widgets/drawer.tsx'
import { type Evidence, EvidenceContext } from '../widgets/evidence.tsx'
import { Avatar, Key } from '../widgets/marks.tsx'
import { QuickAddContext } from '../widgets/quick-add.tsx'
import { widgetTexts } from '../widgets/text.ts'
import { type Destination, useDestinations } from './destinations.ts'
import { Palette } from './palette.tsx'
import { shellTexts } from './text.ts'

function NavItem({ to, label, icon: Icon, isSub }: Destination) {
  const { pathname } = useLocation()
  return (
    <Link
      to={to}
      className={`g-nav-item${isSub ? ' is-sub' : ''}`}
      activeOptions={{ exact: true, includeSearch: false }}
      aria-current={
        pathname === to || (to !== '/clients' && pathname.startsWith(`${to}/`)) ? 'page' : undefined
      }
    >
      {!isSub && <Icon />}
      <span className="g-clip">{label}</span>
    </Link>
  )
}

function useThemeSwitch(): { isDark: boolean; toggle: () => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)').matches
  const isDark = colorScheme === 'dark' || (colorScheme === 'auto' && systemIsDark)
  return { isDark, toggle: () => setColorScheme(isDark ? 'light' : 'dark') }
}

function Navigation({ onFind }: { onFind: () => void }) {
  const text = useTexts(shellTexts)
  const { user } = useSession()
  const destinations = useDestinations()
  const { isDark, toggle } = useThemeSwitch()
  const leave = async (): Promise<void> => {
    await api.team.signOut()
    window.location.assign('/sign-in')
  }
  return (
    <nav className="g-nav" aria-label={text.menu}>
      <Link to="/" className="g-brand">
        <img src={mark} alt="" width="22" height="22" />
        {text.brand}
      </Link>
      <button type="button" className="g-find" onClick={onFind}>
        <IconSearch />
        <span>{text.find}</span>
        <Key>Ctrl K</Key>
      </button>
      {destinations
        .filter((it) => it.group === 'day')
        .map((it) => (
          <NavItem key={it.to} {...it} />
        ))}
      <div className="g-nav-group">{text.sales}</div>
      {destinations
        .filter((it) => it.group === 'sales')
        .map((it) => (
          <NavItem key={it.to} {...it} />
        ))}
      <div className="g-nav-foot">
        {destinations
          .filter((it) => it.group === 'foot')
          .map((it) => (
            <NavItem key={it.to} {...it} />
          ))}
        <button type="button" className="g-nav-item" onClick={toggle}>
          {isDark ? <IconSun /> : <IconMoon />}
          {isDark ? text.light : text.dark}
        </button>
        <button type="button" className="g-nav-item" onClick={() => void leave()}>
          <IconLogout />
          {text.signOut}
        </button>
        <Link
          to="/settings"
          search={{ tab: 'me' }}
          className="g-nav-item"
          style={{ height: 44 }}
          activeProps={{ 'aria-current': undefined }}
        >
          <Avatar name={user.name} />
          <span className="g-grow g-clip">
            <span className="g-strong">{user.name}</span>
            <br />
            <span className="g-xs g-3">{text.roles[user.role]}</span>
          </span>
        </Link>
      </div>
    </nav>
  )
}

function TabBar({ onFind }: { onFind: () => void }) {
  const text = useTexts(shellTexts)
  const { pathname } = useLocation()
  const can = useCan()
  const tab = (
    to: '/today' | '/clients' | '/clients/late' | '/deals' | '/settings',
    label: string,
    Icon: ComponentType,
  ) => (
    <Link
      to={to}
      activeOptions={{ exact: true, includeSearch: false }}
      aria-current={pathname === to ? 'page' : undefined}
    >
      <Icon />
      {label}
    </Link>
  )
  return (
    <nav className="g-tabbar" aria-label={text.menu}>
      {can(contract.leads.today) && tab('/today', text.today, IconLoader)}
      {tab('/clients', text.clients, IconBuilding)}
      {tab('/deals', text.tabDeals, IconLayoutKanban)}
      {!can(contract.leads.today) && tab('/clients/late', text.late, IconClockExclamation)}
      {tab('/settings', text.settings, IconSettings)}
      <button type="button" onClick={onFind}>
        <IconSearch />
        {text.tabFind}
      </button>
    </nav>
  )
}

function KeyList({ onClose }: { onClose: () => void }) {
  const text = useTexts(shellTexts)
  return (
    <Drawer title={text.keys} onClose={onClose}>
      <table className="g-table">
        <tbody>
          {text.keyList.map(([keys, meaning]) => (
            <tr key={keys}>
              <td>
                <Key>{keys}</Key>
              </td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Drawer>
  )
}

// Rows are known by the link that opens them; lists that draw only what is in view walk by themselves.
function stepRow(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('#content .g-table a.g-plain')]
  const at = rows.findIndex((row) => row === document.activeElement)
  rows[at === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.focus()
  return rows.length > 0
}

/** The bench with the navigation, and the sheet on which a screen lies. */
export function Shell({
  EvidenceDrawer,
  QuickAdd,
}: {
  EvidenceDrawer: ComponentType<{ evidence: Evidence; onClose: () => void }>
  QuickAdd: ComponentType<{ onClose: () => void }>
}) {
  const text = useTexts(shellTexts)
  const words = useTexts(widgetTexts)
  const language = useLanguage()
  const { workspace } = useSession()
  const navigate = useNavigate()
  const can = useCan()
  const destinations = useDestinations()
  const { lostAt } = useLive()
  const [isFinding, setFinding] = useState(false)
  const [isShowingKeys, setShowingKeys] = useState(false)
  const [isAdding, setAdding] = useState(false)
  const mayAdd = can(contract.leads.quickAdd)
  const quickAdd = useMemo(() => (mayAdd ? () => setAdding(true) : null), [mayAdd])
  const [evidence, setEvidence] = useState<Evidence | null>(null)
  const go = (to: Destination['to']) => () => void navigate({ to })
  useShortcuts({
    'Mod+KeyK': () => setFinding(true),
    Slash: (event) => (event.shiftKey ? setShowingKeys(true) : setFinding(true)),
    KeyQ: () => (quickAdd ? quickAdd() : false),
    KeyJ: () => stepRow(1),
    KeyK: () => stepRow(-1),
    'KeyG KeyT': () => (can(contract.leads.today) ? go('/today')() : false),
    'KeyG KeyC': go('/clients'),
    'KeyG KeyM': go('/clients/matrix'),
    'KeyG KeyL': go('/clients/late'),
    'KeyG KeyD': go('/deals'),
    'KeyG KeyI': go('/imports'),
    'KeyG KeyS': go('/settings'),
  })
  return (
    <QuickAddContext.Provider value={quickAdd}>
      <EvidenceContext.Provider value={setEvidence}>
        <div className="g-app">
          <Navigation onFind={() => setFinding(true)} />
          <main className="g-sheet" id="content">
            {lostAt && (
              <div className="g-banner" role="alert">
                {words.offline(formatInstant(language, lostAt, workspace.timeZone))}
              </div>
            )}
            {workspace.isDemo && <div className="g-banner is-quiet">{text.demo}</div>}
            <Outlet />
            <footer className="g-foot" id="foot">
              <span>
                <Key>/</Key> {text.toFind}
              </span>
              <span>
                <Key>?</Key> {text.allKeys}
              </span>
              <span>
                <Key>J</Key> <Key>K</Key> <Key>Enter</Key> {text.opened.toLowerCase()}
              </span>
            </footer>
          </main>
          <TabBar onFind={() => setFinding(true)} />
        </div>
        {isFinding && <Palette destinations={destinations} onClose={() => setFinding(false)} />}
        {isShowingKeys && <KeyList onClose={() => setShowingKeys(false)} />}
        <Suspense>
          {isAdding && <QuickAdd onClose={() => setAdding(false)} />}
          {evidence && <EvidenceDrawer evidence={evidence} onClose={() => setEvidence(null)} />}
        </Suspense>
      </EvidenceContext.Provider>
    </QuickAddContext.Provider>
  )
}
