import { useCallback } from 'react'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { LeadForm } from '../contract.ts'
import { formHtml } from '../domain/form-html.ts'
import { formTexts } from './text.ts'

// Apart from our own styles, as it will stand apart from them on a site; nothing in it can be pressed.
function Preview({ html, label }: { html: string; label: string }) {
  const place = useCallback(
    (node: HTMLDivElement | null): void => {
      if (!node) return
      const root = node.shadowRoot ?? node.attachShadow({ mode: 'open' })
      root.innerHTML = html
    },
    [html],
  )
  return <div className="g-preview" inert role="img" aria-label={label} ref={place} />
}

/** What is put on the site, how it looks there, and the link for whoever has no site. */
export function CodeDrawer({ form, onClose }: { form: LeadForm; onClose: () => void }) {
  const text = useTexts(formTexts)
  const toast = useToast()
  const address = `${window.location.origin}/form/${form.token}`
  const html = formHtml({ ...form, address })
  const copy = async (what: string): Promise<void> => {
    await navigator.clipboard.writeText(what)
    toast(text.copied)
  }
  return (
    <Drawer title={text.codeOf(form.name)} onClose={onClose} isWide>
      <p className="g-2">{text.codeHelp}</p>
      {/* Long lines are scrolled, by keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="g-well g-mono g-xs g-scroll-x" tabIndex={0} aria-label={text.code}>
        {html}
      </pre>
      <div className="g-row">
        <button type="button" className="g-button is-primary" onClick={() => void copy(html)}>
          {text.copy}
        </button>
      </div>
      <h3>{text.preview}</h3>
      <Preview html={html} label={text.preview} />
      <h3>{text.link}</h3>
      <p className="g-mono g-xs" style={{ overflowWrap: 'anywhere' }}>
        {address}
      </p>
      <div className="g-row">
        <button type="button" className="g-button" onClick={() => void copy(address)}>
          {text.copyLink}
        </button>
        <a className="g-button" href={address} target="_blank" rel="noopener">
          {text.open}
        </a>
      </div>
    </Drawer>
  )
}
