import type { FastifyReply } from 'fastify'

/** The headers every answer carries; a page's scripts and styles run only with its nonce. */
export function securityHeaders(reply: FastifyReply, nonce: string | null): void {
  const own = nonce === null ? "'none'" : `'self' 'nonce-${nonce}'`
  void reply.headers({
    'content-security-policy': [
      `default-src 'none'`,
      `script-src ${own}`,
      `style-src ${own}`,
      `font-src 'self'`,
      `img-src 'self' data:`,
      `connect-src 'self'`,
      `manifest-src 'self'`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  })
}
