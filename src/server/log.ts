import pino, { type Logger } from 'pino'

const secrets = ['password', 'currentPassword', 'newPassword', 'token', 'code', 'secret', 'recoveryCodes']

/** Structured logs, one JSON object a line; credentials are cut out wherever they stand. */
export function makeLog(level: string, destination: 'stdout' | 'stderr' = 'stdout'): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [...secrets, ...secrets.map((name) => `*.${name}`), 'headers.cookie', 'headers.authorization'],
        censor: '[cut]',
      },
    },
    pino.destination({ fd: destination === 'stdout' ? 1 : 2, sync: true }),
  )
}
