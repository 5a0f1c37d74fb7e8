/** Why something that was sent through a form may be junk. */
export const junkReasons = [
  'trap',
  'forged',
  'tooFast',
  'tooOld',
  'markup',
  'links',
  'repeated',
  'crowd',
  'unsigned',
  'fromNowhere',
  'notMade',
] as const
export type JunkReason = (typeof junkReasons)[number]

/** When the form was opened, as far as its mark tells. */
export type Mark = 'none' | 'forged' | { ageSeconds: number }

export type Signs = {
  mark: Mark
  /** the field that people do not see was filled in */
  isTrapped: boolean
  /** everything that was typed */
  text: string
  /** other people who sent the same words within a day */
  sameText: number
  /** sent with nothing that says from which page */
  isFromNowhere: boolean
  /** leads that this form has brought within the minute */
  inMinute: number
}

/** Nobody reads and fills in a form sooner. */
export const SOONEST_SECONDS = 3
/** A page that was open for longer may be a copy that a program kept. */
export const LATEST_SECONDS = 24 * 3600
const SAME_TEXT = 3
const MANY_LINKS = 3
/** More leads in a minute than any site brings. */
export const CROWD = 30

// Either alone is how an honest browser may behave, without scripts or behind a strict privacy setting.
const faint: ReadonlySet<JunkReason> = new Set(['unsigned', 'fromNowhere', 'links'])

const linkPattern = /(?:https?:\/\/|www\.)\S/giu
const markupPattern = /<a\s|\[url|\[link|<\/?[a-z]+\s*>/iu

/** How many links a text holds. */
export const countLinks = (text: string): number => [...text.matchAll(linkPattern)].length

/** What speaks against a submission; one clear sign or two faint ones make it junk. */
export function judgeSubmission(signs: Signs): { isJunk: boolean; reasons: JunkReason[] } {
  const { mark, text } = signs
  const links = countLinks(text)
  const isMarked = typeof mark === 'object'
  const found: Record<Exclude<JunkReason, 'notMade'>, boolean> = {
    trap: signs.isTrapped,
    forged: mark === 'forged',
    tooFast: isMarked && mark.ageSeconds < SOONEST_SECONDS,
    tooOld: isMarked && mark.ageSeconds > LATEST_SECONDS,
    markup: markupPattern.test(text),
    links: links > 0,
    repeated: signs.sameText >= SAME_TEXT,
    crowd: signs.inMinute >= CROWD,
    unsigned: mark === 'none',
    fromNowhere: signs.isFromNowhere,
  }
  const reasons = junkReasons.filter((it) => it !== 'notMade' && found[it])
  const clear = reasons.filter((it) => !faint.has(it) || (it === 'links' && links >= MANY_LINKS))
  return { isJunk: clear.length > 0 || reasons.length > 1, reasons }
}
