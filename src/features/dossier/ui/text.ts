const ru = {
  title: 'Досье',
  fields: {
    legalName: 'Полное название',
    status: 'Состояние в реестре',
    industry: 'Чем занимаются',
    okved: 'ОКВЭД',
    revenue: 'Выручка за год',
    headcount: 'Сколько людей',
    site: 'Сайт',
    supplier: 'У кого берут сейчас',
    news: 'Новости и поводы',
    tenders: 'Тендеры',
    pain: 'Где у них болит',
    offer: 'Что предложить',
    inn: 'ИНН',
    decisionMaker: 'Кто решает',
  },
}

const en: typeof ru = {
  title: 'Dossier',
  fields: {
    legalName: 'Full legal name',
    status: 'State in the register',
    industry: 'What they do',
    okved: 'OKVED code',
    revenue: 'Revenue a year',
    headcount: 'Headcount',
    site: 'Website',
    supplier: 'Whom they buy from now',
    news: 'News and triggers',
    tenders: 'Tenders',
    pain: 'Where it hurts',
    offer: 'What to offer',
    inn: 'INN',
    decisionMaker: 'Who decides',
  },
}

export const dossierTexts = { ru, en }
