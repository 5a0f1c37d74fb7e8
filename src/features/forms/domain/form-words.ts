/** What a form may ask; the wish and a way to answer are always asked. */
export const formFields = ['name', 'phone', 'email', 'company', 'want'] as const
export type FormField = (typeof formFields)[number]

/** The words that strangers read, on the form and after it. */
const ru = {
  fields: {
    name: 'Ваше имя',
    phone: 'Телефон',
    email: 'Почта',
    company: 'Компания',
    want: 'Что вам нужно',
  },
  trap: 'Не заполняйте это поле',
  policy: 'Подробнее',
  send: 'Отправить',
  sending: 'Отправляем…',
  thanks: 'Спасибо, заявка у нас. Скоро ответим.',
  thanksTitle: 'Заявка отправлена',
  failedTitle: 'Заявка не отправлена',
  goBack: 'Вернитесь на страницу с формой и поправьте: то, что вы написали, там осталось.',
  offline: 'Не отправилось: нет связи. Нажмите ещё раз.',
  closedTitle: 'Форма закрыта',
  refusals: {
    formClosed: 'Эта форма больше не принимает заявки. Свяжитесь с компанией другим способом.',
    contactMissing: 'Напишите телефон или почту, иначе не сможем ответить.',
    badPhone: 'В телефоне ошибка. Напишите его с кодом, например +7 916 123-45-67.',
    badEmail: 'В адресе почты ошибка. Он выглядит так: имя@сайт.рф или name@site.ru.',
    consentMissing: 'Отметьте согласие на обработку данных, без него заявку принять нельзя.',
    tooManyRequests: 'Слишком много заявок подряд. Попробуйте через минуту.',
    notAllowed: 'С этого сайта форма заявок не принимает.',
    invalidInput: 'Слишком длинно. Сократите и отправьте ещё раз.',
  } as Record<string, string>,
  consent: 'Согласен на обработку персональных данных',
}
const en: typeof ru = {
  fields: {
    name: 'Your name',
    phone: 'Phone',
    email: 'E-mail',
    company: 'Company',
    want: 'What do you need',
  },
  trap: 'Leave this field empty',
  policy: 'Read more',
  send: 'Send',
  sending: 'Sending…',
  thanks: 'Thank you, we have it and will answer soon.',
  thanksTitle: 'Your request is sent',
  failedTitle: 'Your request is not sent',
  goBack: 'Go back to the page with the form and correct it: what you wrote is still there.',
  offline: 'Not sent: no connection. Press once more.',
  closedTitle: 'The form is closed',
  refusals: {
    formClosed: 'This form takes no more requests. Reach the company in another way.',
    contactMissing: 'Write a phone or an e-mail, or we cannot answer.',
    badPhone: 'The phone is wrong. Write it with its code, such as +44 20 7946 0958.',
    badEmail: 'The e-mail is wrong. It looks like name@site.com.',
    consentMissing: 'Tick the consent: without it the request cannot be taken.',
    tooManyRequests: 'Too many requests in a row. Try again in a minute.',
    notAllowed: 'The form takes no requests from this site.',
    invalidInput: 'Too long. Shorten it and send again.',
  },
  consent: 'I agree to the processing of my personal data',
}
export const formWords = { ru, en }
