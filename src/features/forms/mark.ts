import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Mark } from './domain/judge-submission.ts'

const sign = (secret: Buffer, text: string): Buffer => createHmac('sha256', secret).update(text).digest()

/** When a form was opened, signed, so that a program cannot say it was earlier. */
export function makeMark(secret: Buffer, now: Date): string {
  const said = `${now.getTime()}.${randomBytes(6).toString('base64url')}`
  return `${said}.${sign(secret, said).toString('base64url')}`
}

/** What a mark tells of the time since. */
export function readMark(secret: Buffer, mark: string | undefined, now: Date): Mark {
  if (!mark) return 'none'
  const cut = mark.lastIndexOf('.')
  const said = mark.slice(0, Math.max(0, cut))
  const signed = Buffer.from(mark.slice(cut + 1), 'base64url')
  const wanted = sign(secret, said)
  if (signed.length !== wanted.length || !timingSafeEqual(signed, wanted)) return 'forged'
  return { ageSeconds: (now.getTime() - Number(said.split('.')[0])) / 1000 }
}
