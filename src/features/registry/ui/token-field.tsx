import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import type { RegistrySettings } from '../contract.ts'
import { registryTexts } from './text.ts'

/** The token as it is typed: undefined = as it was, null = to be forgotten. */
export type TypedToken = string | null | undefined

/** The token: typed once, then only whether there is one. */
export function TokenField({
  token,
  typed,
  onChange,
}: {
  token: RegistrySettings['token']
  typed: TypedToken
  onChange: (typed: TypedToken) => void
}) {
  const text = useTexts(registryTexts)
  if (token && typed === undefined)
    return (
      <div className="g-stack-tight">
        <span className="g-sm g-strong">{text.token}</span>
        <span className="g-row">
          <span>{text.tokenSet(token.ending)}</span>
          <button type="button" className="g-button" onClick={() => onChange('')}>
            {text.replace}
          </button>
          <button type="button" className="g-button" onClick={() => onChange(null)}>
            {text.forget}
          </button>
        </span>
      </div>
    )
  return (
    <TextField
      label={text.token}
      help={text.tokenHelp}
      type="password"
      autoComplete="off"
      value={typed ?? ''}
      isAutofocused={token !== null}
      onChange={onChange}
    />
  )
}
