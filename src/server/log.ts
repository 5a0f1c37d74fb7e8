import pino, { type Logger } from 'pino'

/** Structured logs, one JSON object a line; credentials are cut out wherever they stand. */
export function makeLog(level: string, destination: 'stdout' | 'stderr' = 'stdout'): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'password',
          'newPassword',
          'token',
          '*.password',
          '*.newPassword',
          '*.token',
          'headers.cookie',
          'headers.authorization',
        ],
        censor: '[cut]',
      },
    },
    pino.destination({ fd: destination === 'stdout' ? 1 : 2, sync: true }),
  )
}
