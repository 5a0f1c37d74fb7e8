/** One year of the Russian production calendar, as MM-DD: what differs from Monday to Friday. */
export type MarkedYear = {
  /** Weekdays that are off. */
  off: string
  /** Saturdays and Sundays that are worked, most of them in exchange for a Monday or Friday. */
  worked: string
  /** Days that are worked an hour less, as the eve of a holiday is; a worked Saturday may be one. */
  short: string
}

/**
 * The production calendar of a five-day week as the government decrees it, transferred days included. A year is
 * added when its decree is out (as a rule in the autumn before), and not guessed earlier.
 */
export const russianYears: Readonly<Record<string, MarkedYear>> = {
  '2023': {
    off: '01-02 01-03 01-04 01-05 01-06 02-23 02-24 03-08 05-01 05-08 05-09 06-12 11-06',
    worked: '',
    short: '02-22 03-07 11-03',
  },
  '2024': {
    off: '01-01 01-02 01-03 01-04 01-05 01-08 02-23 03-08 04-29 04-30 05-01 05-09 05-10 06-12 11-04 12-30 12-31',
    worked: '04-27 11-02 12-28',
    short: '02-22 03-07 05-08 06-11 11-02',
  },
  '2025': {
    off: '01-01 01-02 01-03 01-06 01-07 01-08 05-01 05-02 05-08 05-09 06-12 06-13 11-03 11-04 12-31',
    worked: '11-01',
    short: '03-07 04-30 06-11 11-01',
  },
  '2026': {
    off: '01-01 01-02 01-05 01-06 01-07 01-08 01-09 02-23 03-09 05-01 05-11 06-12 11-04 12-31',
    worked: '',
    short: '04-30 05-08 06-11 11-03',
  },
}

/** The holidays of article 112 of the Labour Code: off in every year, whatever the decree of the year moves. */
export const russianHolidays =
  '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'
