import { expect, test } from 'vitest'
import { readTarget } from './target.ts'

const allowed = ['crm.local:8080', '[fd00::5]:80']
const read = (url: string) => {
  const found = readTarget(url, allowed)
  return found.ok ? `${found.target.host} ${found.target.port} ${found.target.isAllowed}` : found.reason
}

test.each([
  ['https://example.com/hook#part', 'example.com 443 false'],
  ['HTTPS://EXAMPLE.com:8443', 'example.com 8443 false'],
  ['https://пример.рф/', 'xn--e1afmkfd.xn--p1ai 443 false'],
  // What an address line hides, the address itself shows; it is checked as any other.
  ['https://2130706433/', '127.0.0.1 443 false'],
  ['https://0x7f.1/', '127.0.0.1 443 false'],
  ['https://[::1]/', '::1 443 false'],
  ['http://example.com/', 'scheme'],
  ['http://crm.local:8080/x', 'crm.local 8080 true'],
  ['http://crm.local/x', 'scheme'],
  ['https://crm.local/x', 'crm.local 443 false'],
  ['http://[fd00::5]/', 'fd00::5 80 true'],
  ['ftp://example.com/', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['https://me:secret@example.com/', 'credentials'],
  ['example.com', 'shape'],
  ['', 'shape'],
])('%s → %s', (url, expected) => {
  expect(read(url)).toBe(expected)
})
