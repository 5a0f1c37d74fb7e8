import type { Language } from '#kernel/format.ts'
import { useTexts } from '#web/text.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import type { Workspace } from '../contract.ts'
import { teamTexts } from './text.ts'

export type WorkspaceDraft = Pick<
  Workspace,
  'name' | 'language' | 'timeZone' | 'currency' | 'country' | 'pricesIncludeVat'
>

const currencies = ['RUB', 'KZT', 'BYN', 'USD', 'EUR', 'GBP', 'CNY', 'AED', 'TRY', 'UZS', 'GEL', 'AMD']

/** What the browser tells of the place, as a first answer. */
export function guessWorkspace(language: Language): WorkspaceDraft {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const isRussian = language === 'ru'
  return {
    name: '',
    language,
    timeZone: isRussian && timeZone === 'UTC' ? 'Europe/Moscow' : timeZone,
    currency: isRussian ? 'RUB' : 'USD',
    country: isRussian ? 'RU' : 'US',
    pricesIncludeVat: isRussian,
  }
}

/** The settings of a company, in the wizard and in the settings alike. */
export function WorkspaceFields({
  draft,
  onChange,
}: {
  draft: WorkspaceDraft
  onChange: (draft: WorkspaceDraft) => void
}) {
  const text = useTexts(teamTexts)
  const set = (change: Partial<WorkspaceDraft>): void => onChange({ ...draft, ...change })
  const zones = [...new Set([draft.timeZone, ...Intl.supportedValuesOf('timeZone')])]
  const countries = Object.entries(text.countries)
  return (
    <>
      <TextField
        label={text.companyName}
        value={draft.name}
        onChange={(name) => set({ name })}
        isRequired
        autoComplete="organization"
      />
      <div className="g-pair">
        <SelectField
          label={text.language}
          value={draft.language}
          options={[
            ['ru', text.languages.ru],
            ['en', text.languages.en],
          ]}
          onChange={(language) => set({ language })}
        />
        <SelectField
          label={text.currency}
          value={draft.currency}
          options={[...new Set([draft.currency, ...currencies])].map((code) => [code, code] as const)}
          onChange={(currency) => set({ currency })}
        />
      </div>
      <div className="g-pair">
        <SelectField
          label={text.timeZone}
          help={text.timeZoneHelp}
          value={draft.timeZone}
          options={zones.map((zone) => [zone, zone] as const)}
          onChange={(timeZone) => set({ timeZone })}
        />
        <SelectField
          label={text.country}
          value={draft.country in text.countries ? draft.country : 'XX'}
          options={[
            ...countries.map(([code, name]) => [code, name] as const),
            ['XX', text.otherCountry] as const,
          ]}
          onChange={(country) => set({ country })}
        />
      </div>
      <label className="g-check">
        <input
          type="checkbox"
          checked={draft.pricesIncludeVat}
          onChange={(event) => set({ pricesIncludeVat: event.target.checked })}
        />
        {text.vat}
      </label>
    </>
  )
}
