import type { Language } from './format.ts'

/** The part of a person in a purchase, as tables say it. */
export const roleWords = {
  ru: { decisionMaker: 'решает', influencer: 'влияет', user: 'пользуется', signer: 'подписывает' },
  en: { decisionMaker: 'decision maker', influencer: 'influencer', user: 'user', signer: 'signer' },
} as const satisfies Record<Language, object>
export type RoleName = keyof (typeof roleWords)['ru']

/** What a touch was, as tables say it. */
export const touchWords = {
  ru: { call: 'звонок', meeting: 'встреча', message: 'сообщение', email: 'письмо', note: 'заметка' },
  en: { call: 'call', meeting: 'meeting', message: 'message', email: 'e-mail', note: 'note' },
} as const satisfies Record<Language, object>
export type TouchName = keyof (typeof touchWords)['ru']

const roles: [RegExp, RoleName][] = [
  [/реша|лпр|принима\S* решен|decision|budget|econom/i, 'decisionMaker'],
  [/подпис|signer|signator|sign/i, 'signer'],
  [/влия|лвр|influenc|champion|blocker/i, 'influencer'],
  [/пользу|пользоват|user/i, 'user'],
]
const kinds: [RegExp, TouchName][] = [
  [/звон|телефон|call|phone/i, 'call'],
  [/встреч|визит|переговор|meeting|visit|demo/i, 'meeting'],
  [/письм|почт|e-?mail|mail/i, 'email'],
  [/сообщ|чат|sms|смс|whatsapp|telegram|мессендж|message|chat/i, 'message'],
  [/замет|примеч|коммент|задач|note|comment|task/i, 'note'],
]

/** The role that a program's own word means; null = we do not know the word. */
export function roleOfWord(word: string): RoleName | null {
  return roles.find(([pattern]) => pattern.test(word))?.[1] ?? null
}

/** The kind of touch that a program's own word means; null = we do not know the word. */
export function touchOfWord(word: string): TouchName | null {
  return kinds.find(([pattern]) => pattern.test(word))?.[1] ?? null
}
