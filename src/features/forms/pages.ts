import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FileReply } from '#server/http/handle.ts'
import { escapeHtml } from './domain/form-html.ts'

type SetHeader = (name: string, value: string) => void

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 24px 16px; background: #f4f3f1; color: #1c1b19 }
main { max-width: 480px; margin: 0 auto; padding: 24px; background: #fff; border-radius: 10px }
h1 { font-size: 22px; margin: 0 0 16px }
p { margin: 0 0 14px }
input:not([type=checkbox]), textarea { width: 100%; box-sizing: border-box; font: inherit; padding: 10px; min-height: 44px;
  border: 1px solid #77736c; border-radius: 6px; background: #fff; color: inherit }
button { font: inherit; font-weight: 600; width: 100%; min-height: 44px; border: 0; border-radius: 6px; background: #22365c; color: #fff }
a { color: #2b4a86 }
@media (prefers-color-scheme: dark) {
  body { background: #161514; color: #eceae6 }
  main, input:not([type=checkbox]), textarea { background: #232220 }
  button { background: #a9bdeb; color: #10192c }
  a { color: #a9bdeb }
}`

type Shown = { language: 'ru' | 'en'; title: string; body: string; status?: number }

/** A page of our own for strangers: no session, no scripts but the form's. */
export function pageOf({ language, title, body, status = 200 }: Shown, setHeader: SetHeader): FileReply {
  const nonce = randomBytes(16).toString('base64')
  setHeader(
    'content-security-policy',
    [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'nonce-${nonce}'`,
      `connect-src 'self'`,
      `form-action 'self'`,
      `base-uri 'none'`,
      `frame-ancestors 'none'`,
    ].join('; '),
  )
  setHeader('cache-control', 'no-store')
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`
  return { fileName: '', contentType: 'text/html; charset=utf-8', body: Readable.from([html]), status }
}

/** An answer in JSON, for the script of a form. */
export const jsonOf = (value: object, status = 200): FileReply => ({
  fileName: '',
  contentType: 'application/json; charset=utf-8',
  body: Readable.from([JSON.stringify(value)]),
  status,
})
