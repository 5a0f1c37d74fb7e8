import { dossierTexts } from './text.ts'

type Data = Record<string, unknown>

function listed(language: 'ru' | 'en', data: Data): string {
  const names = dossierTexts[language].fields as Record<string, string>
  const missing = Array.isArray(data['missing']) ? data['missing'] : []
  return missing.map((it) => (names[String(it)] ?? String(it)).toLowerCase()).join(', ')
}
function nameOf(language: 'ru' | 'en', data: Data): string {
  const names = dossierTexts[language].fields as Record<string, string>
  return names[String(data['field'])] ?? String(data['field'])
}

const examples = {
  ru: { okved: '22.22', revenue: '120 млн', headcount: '85', site: 'firma.ru' } as Record<string, string>,
  en: { okved: '22.22', revenue: '120 million', headcount: '85', site: 'firm.com' } as Record<string, string>,
}
const example = (language: 'ru' | 'en', data: Data): string =>
  examples[language][String(data['field'])] ?? '22.22'

export const ru: Record<string, (data: Data) => string> = {
  dossierIncomplete: (data) =>
    `Это первый разговор с новой компанией, а в досье не хватает: ${listed('ru', data)}. Впишите или объясните, почему без них.`,
  waiverNotYours: (data) =>
    `Пустить без досье может РОП или владелец, а если есть лид A — любой. Впишите, чего не хватает: ${listed('ru', data)}.`,
  notCompany: () => 'Досье ведут на компании. Это человек: запишите то же в заметку.',
  badFact: (data) =>
    `${nameOf('ru', data)}: «${String(data['value'])}» не подходит. Пример: ${example('ru', data)}.`,
  dayAhead: (data) => `${String(data['day'])} ещё не наступило. Проверено — это сегодня или раньше.`,
}
export const en: typeof ru = {
  dossierIncomplete: (data) =>
    `This is the first talk with a new company, and its dossier lacks: ${listed('en', data)}. Fill it in or say why it goes without.`,
  waiverNotYours: (data) =>
    `A head or the owner lets a talk through without a dossier, and anyone does for an A lead. Fill in what is missing: ${listed('en', data)}.`,
  notCompany: () => 'Dossiers are for companies. This is a person: write it down as a note.',
  badFact: (data) =>
    `${nameOf('en', data)}: “${String(data['value'])}” does not fit. Example: ${example('en', data)}.`,
  dayAhead: (data) => `${String(data['day'])} is yet to come. Checked means today or earlier.`,
}
