import { useTexts } from '#web/text.ts'
import { useToast } from '#web/widgets/toasts.tsx'
import { teamTexts } from './text.ts'

/** Codes that are shown this once: to copy, to keep as a file. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const text = useTexts(teamTexts)
  const toast = useToast()
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(codes.join('\n'))
    toast(text.copied)
  }
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\r\n')}\r\n`)}`
  return (
    <section className="g-stack" aria-label={text.recoveryCodes}>
      <h3>{text.recoveryCodes}</h3>
      <p className="g-2">{text.recoveryNote}</p>
      <ul className="g-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <span className="g-row">
        <button type="button" className="g-button" onClick={() => void copy()}>
          {text.copy}
        </button>
        <a className="g-button" href={file} download={text.recoveryFile}>
          {text.download}
        </a>
        <button type="button" className="g-button is-primary" onClick={onDone}>
          {text.recoverySaved}
        </button>
      </span>
    </section>
  )
}
