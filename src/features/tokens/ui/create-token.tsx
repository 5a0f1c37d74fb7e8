import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { contract } from '#contract.ts'
import { scopesOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { tokenTexts } from './text.ts'

const days = { month: 30, quarter: 90, year: 365, never: null }
type Expiry = keyof typeof days

const known = scopesOf(contract)
const usual = ['clients:read', 'clients:write', 'orders:read', 'orders:write']

function Scopes({ chosen, onChange }: { chosen: string[]; onChange: (scopes: string[]) => void }) {
  const text = useTexts(tokenTexts)
  return (
    <fieldset className="g-field g-stack-tight">
      <legend>{text.scopes}</legend>
      {known.map((scope) => {
        const [area = '', way] = scope.split(':')
        const what = way === 'read' ? text.reads : text.writes
        return (
          <label key={scope} className="g-check">
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, scope] : chosen.filter((it) => it !== scope))
              }
            />
            {text.scope(text.areas[area] ?? area, what)}
          </label>
        )
      })}
    </fieldset>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const text = useTexts(tokenTexts)
  const toast = useToast()
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret)
    toast(text.copied)
  }
  return (
    <Drawer title={text.secretTitle} onClose={onClose}>
      <div className="g-stack">
        <p>{text.secretNote}</p>
        <TextField label={text.secret} value={secret} onChange={() => undefined} />
        <div className="g-row">
          <button type="button" className="g-button is-primary" onClick={() => void copy()}>
            {text.copy}
          </button>
          <button type="button" className="g-button" onClick={onClose}>
            {text.done}
          </button>
        </div>
        <h2>{text.example}</h2>
        <pre className="g-code" tabIndex={0}>
          {`curl -H 'Authorization: Bearer ${secret}' \\\n  '${window.location.origin}/api/clients?limit=10'`}
        </pre>
      </div>
    </Drawer>
  )
}

/** Makes a token; the secret is shown here once. */
export function CreateToken({ onClose }: { onClose: () => void }) {
  const text = useTexts(tokenTexts)
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [expiry, setExpiry] = useState<Expiry>('year')
  const [scopes, setScopes] = useState(usual)
  const create = useMutation({
    mutationFn: () => {
      const valid = days[expiry]
      const expiresAt = valid === null ? null : new Date(Date.now() + valid * 86_400_000).toISOString()
      return api.tokens.create({ body: { name, scopes, expiresAt } })
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: ['tokens'] }),
  })
  if (create.data) return <Secret secret={create.data.secret} onClose={onClose} />
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Drawer title={text.create} onClose={onClose}>
      <form className="g-form" onSubmit={submit}>
        <TextField
          label={text.name}
          help={text.nameHelp}
          value={name}
          onChange={setName}
          isRequired
          isAutofocused
        />
        <SelectField
          label={text.expiry}
          value={expiry}
          options={Object.keys(days).map((key) => [key as Expiry, text.expiries[key as Expiry]] as const)}
          onChange={setExpiry}
        />
        <Scopes chosen={scopes} onChange={setScopes} />
        {create.error && <Failure error={create.error} />}
        <button
          type="submit"
          className="g-button is-primary"
          disabled={create.isPending || scopes.length === 0}
        >
          {text.create}
        </button>
      </form>
    </Drawer>
  )
}
