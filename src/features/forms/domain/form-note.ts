type Noted = {
  form: { name: string; language: 'ru' | 'en' }
  submission: {
    said: Partial<Record<'name' | 'phone' | 'email' | 'company' | 'want', string>>
    page: string | null
    consentVersion: number | null
  }
  /** on the clock of the workspace */
  at: string
}

const words = {
  ru: {
    from: (name: string) => `С формы «${name}»`,
    page: 'Страница',
    consent: (version: number, at: string) =>
      `Согласие на обработку персональных данных: ${at}, редакция ${version}`,
  },
  en: {
    from: (name: string) => `From the form “${name}”`,
    page: 'Page',
    consent: (version: number, at: string) =>
      `Consent to the processing of personal data: ${at}, version ${version}`,
  },
}

/** What came through a form, word for word, as a note of its deal. */
export function formNote({ form, submission: { said, page, consentVersion }, at }: Noted): string {
  const text = words[form.language]
  const who = [said.name, said.company, said.phone, said.email].map((it) => it?.trim()).filter(Boolean)
  return [
    text.from(form.name),
    said.want?.trim(),
    who.join(', '),
    page && `${text.page}: ${page}`,
    consentVersion !== null && text.consent(consentVersion, at),
  ]
    .filter(Boolean)
    .join('\n')
}
