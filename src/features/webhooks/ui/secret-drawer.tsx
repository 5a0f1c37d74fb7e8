import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { webhookTexts } from './text.ts'

/** The secret of a webhook, the only time that it is shown. */
export function SecretDrawer({ secret, onClose }: { secret: string; onClose: () => void }) {
  const text = useTexts(webhookTexts)
  const toast = useToast()
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret)
    toast(text.copied)
  }
  return (
    <Drawer title={text.secret} onClose={onClose}>
      <div className="g-stack">
        <p className="g-2">{text.secretNote}</p>
        <TextField label={text.secret} value={secret} onChange={() => undefined} />
        <div className="g-row">
          <button type="button" className="g-button is-primary" onClick={() => void copy()}>
            {text.copy}
          </button>
          <button type="button" className="g-button" onClick={onClose}>
            {text.done}
          </button>
        </div>
      </div>
    </Drawer>
  )
}
