import { useNavigate } from '@tanstack/react-router'
import { contract } from '#contract.ts'
import { useFormat } from '#web/format.ts'
import { useCan, useSession } from '#web/session.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { SelectField } from '#web/widgets/field.tsx'
import { useLoad } from './team-load.tsx'
import { leadTexts } from './text.ts'
import { useNow } from './use-now.ts'

const locales = { ru: 'ru-RU', en: 'en-GB' } as const

/** The day and the hour where the company works, in words. */
export function NowInWords() {
  const text = useTexts(leadTexts)
  const language = useLanguage()
  const { timeZone } = useSession().workspace
  const now = new Date(useNow(60_000))
  const day = new Intl.DateTimeFormat(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  }).format(now)
  const time = new Intl.DateTimeFormat(locales[language], {
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    // Who is elsewhere is told whose hour it is.
    ...(new Intl.DateTimeFormat().resolvedOptions().timeZone !== timeZone && { timeZoneName: 'short' }),
  }).format(now)
  return text.at(day, time)
}

/** How long the queue is and what is at stake in it. */
export function QueueSum({ count, atStakeMinor }: { count: number; atStakeMinor: number }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  if (count === 0) return null
  return (
    <span className="g-sm g-2">
      {atStakeMinor > 0 ? text.queue(count, format.money(atStakeMinor)) : text.queueCount(count)}
    </span>
  )
}

/** Whose queue is shown, for those who lead others. */
export function OwnerChoice({ owner }: { owner: string | undefined }) {
  const text = useTexts(leadTexts)
  const { user } = useSession()
  const can = useCan()
  const navigate = useNavigate()
  const isOffered = can(contract.leads.load)
  const load = useLoad(isOffered)
  if (!isOffered) return null
  const others = (load.data?.rows ?? []).filter(({ ownerId }) => ownerId !== user.id)
  return (
    <div className="g-owner">
      <SelectField
        label={text.whose}
        value={owner === undefined || owner === user.id ? '' : owner}
        options={[['', text.mine], ...others.map((it) => [it.ownerId, it.ownerName] as const)]}
        onChange={(it) => void navigate({ to: '/today', search: it === '' ? {} : { owner: it } })}
      />
    </div>
  )
}
