import * as z from 'zod/mini'

// PostgreSQL and the calendar agree on these centuries; nobody sells outside them.
const years = z.regex(/^(19|20|21)\d\d-/)

/** A day of the calendar, 'YYYY-MM-DD': 31 February is refused. */
export const dayShape = z.iso.date().check(years)

/** An instant with its offset from UTC. */
export const instantShape = z.iso.datetime({ offset: true }).check(years)
