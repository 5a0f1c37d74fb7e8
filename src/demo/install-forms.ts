import type { Actor } from '#kernel/actor.ts'
import type { Language } from '#kernel/format.ts'
import type { Services } from '#server/services.ts'
import { insertFormWith, type ToldSubmission } from '../features/forms/public.ts'
import { loadPresets } from '../features/funnel/public.ts'

const words = {
  ru: {
    name: 'Заявка с сайта',
    source: 'Сайт',
    consentText: 'Согласен на обработку персональных данных',
    leads: [
      ['Кофейня «Зерно»', 'Лидия Ремизова', '+7 912 555-01-01', 'Сыры и паста для завтраков, раз в неделю'],
      ['Бистро «Причал»', 'Артур Галеев', '+7 912 555-01-02', 'Морепродукты, 60 кг в месяц, нужен прайс'],
    ],
    junk: [
      [
        '',
        'Georgebup',
        '+7 912 555-09-01',
        'Быстрые займы без отказа http://a.example http://b.example http://c.example',
        'links',
      ],
      ['', 'SEO-студия', '+7 912 555-09-02', 'Выведем ваш сайт в топ, первый месяц бесплатно', 'trap'],
      ['', 'aaa', '+7 912 555-09-03', '[url=http://casino.example]выигрыш[/url]', 'markup links'],
      [
        'Пекарня «Сдоба»',
        'Инна Чернова',
        '+7 912 555-09-04',
        'Масло и мука, 200 кг. Наши фото: www.sdoba.example',
        'links unsigned',
      ],
    ],
  },
  en: {
    name: 'Request from the site',
    source: 'Site',
    consentText: 'I agree to the processing of my personal data',
    leads: [
      ['Grain Coffee', 'Lydia Remington', '+1 212 555 0101', 'Cheese and pasta for breakfasts, once a week'],
      ['The Pier Bistro', 'Arthur Galen', '+1 212 555 0102', 'Seafood, 60 kg a month, need a price list'],
    ],
    junk: [
      [
        '',
        'Georgebup',
        '+1 212 555 0191',
        'Fast loans http://a.example http://b.example http://c.example',
        'links',
      ],
      ['', 'SEO Studio', '+1 212 555 0192', 'Your site on top, the first month free', 'trap'],
      ['', 'aaa', '+1 212 555 0193', '[url=http://casino.example]win[/url]', 'markup links'],
      [
        'Bun Bakery',
        'Inna Chernow',
        '+1 212 555 0194',
        'Butter and flour, 200 kg. Our photos: www.bun.example',
        'links unsigned',
      ],
    ],
  },
} as const

const HOUR_MS = 3_600_000

/** Brings a form of the demo company's site: two leads of this morning, and what it held back. */
export async function installForms(
  services: Services,
  actor: Actor,
  language: Language,
  ownerIds: string[],
): Promise<void> {
  const { leads, junk, ...text } = words[language]
  const now = services.now()
  const page = 'https://shop.example/contacts'
  const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS)
  const saidOf = ([company, name, phone, want]: readonly string[]) => ({
    ...(company && { company }),
    ...(name && { name }),
    ...(phone && { phone }),
    ...(want && { want }),
  })
  await services.runUnit(actor, async (unit) => {
    const { pipelineId } = await loadPresets(unit.trx)
    await insertFormWith(
      unit,
      {
        ...text,
        language,
        pipelineId,
        ownerIds,
        origins: ['https://shop.example'],
        fields: ['company', 'name', 'phone', 'want'],
        consentUrl: null,
      },
      [
        ...leads.map((it, at) => ({ said: saidOf(it), at: hoursAgo(2 - at), page, reasons: [] })),
        ...junk.map((it, at) => ({
          said: saidOf(it),
          at: hoursAgo(at + 0.2),
          page,
          reasons: it[4].split(' ') as ToldSubmission['reasons'],
        })),
      ],
      now,
    )
  })
}
