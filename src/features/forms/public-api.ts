import { Readable } from 'node:stream'
import { Refusal, statusOf } from '#kernel/refusal.ts'
import { type FileReply, type Handled, handle, type RequestContext } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { formsContract as contract } from './contract.ts'
import { escapeHtml, formHtml } from './domain/form-html.ts'
import { formScript } from './domain/form-script.ts'
import { formWords } from './domain/form-words.ts'
import { makeMark } from './mark.ts'
import { jsonOf, pageOf } from './pages.ts'
import { findOpen } from './store.ts'
import { makeSubmit } from './submit.ts'

type Context = Pick<RequestContext, 'headers' | 'setHeader'>

// Whoever has no language of a form to go by is told in that of their browser.
const languageOf = ({ headers }: Context): 'ru' | 'en' =>
  /^\s*ru\b/i.test(headers.get('accept-language') ?? '') ? 'ru' : 'en'

function closedPage(context: Context): FileReply {
  const language = languageOf(context)
  const { closedTitle: title, refusals } = formWords[language]
  return pageOf({ language, title, body: `<p>${refusals['formClosed']}</p>`, status: 404 }, context.setHeader)
}

// Where a browser says it comes from: null = it does not say.
function originOf({ headers }: Context): string | null {
  const origin = headers.get('origin')
  return origin === null || origin === 'null' ? null : origin
}

const wantsJson = ({ headers }: Context): boolean => /json/.test(headers.get('accept') ?? '')

/** What strangers see of a form and send through it. */
export function publicFormsApi(services: Services): Handled[] {
  const { db, now } = services
  const submit = makeSubmit(services)
  return [
    handle(contract.page, async ({ params: { token }, request }) => {
      const form = await findOpen(db, token)
      if (!form) return closedPage(request)
      const html = formHtml({ ...form, address: `/form/${token}` })
      return pageOf({ language: form.language, title: form.name, body: html }, request.setHeader)
    }),

    handle(contract.script, async ({ params: { token }, request }) => {
      const form = await findOpen(db, token)
      request.setHeader('cache-control', 'no-store')
      const script = form ? formScript(form.language, makeMark(form.secret, now())) : ''
      return { fileName: '', contentType: 'text/javascript; charset=utf-8', body: Readable.from([script]) }
    }),

    handle(contract.thanks, async ({ params: { token }, request }) => {
      const form = await findOpen(db, token)
      const language = form?.language ?? languageOf(request)
      const { thanksTitle: title, thanks } = formWords[language]
      return pageOf({ language, title, body: `<p>${thanks}</p>` }, request.setHeader)
    }),

    handle(contract.submit, async ({ actor, params: { token }, body, request }) => {
      const form = await findOpen(db, token)
      const origin = originOf(request)
      const isOwn = origin !== null && URL.parse(origin)?.host === request.headers.get('host')
      const isAllowed = form && (origin === null || isOwn || form.origins.includes(origin))
      if (isAllowed && origin !== null) {
        request.setHeader('access-control-allow-origin', origin)
        request.setHeader('vary', 'Origin')
      }
      const refuse = (code: string): FileReply => {
        if (wantsJson(request)) throw new Refusal(code, code === 'notAllowed' ? { reason: 'origin' } : {})
        const language = form?.language ?? languageOf(request)
        const { failedTitle: title, goBack, refusals } = formWords[language]
        const text = `<p>${escapeHtml(refusals[code] ?? code)}</p><p>${goBack}</p>`
        return pageOf({ language, title, body: text, status: statusOf(code) }, request.setHeader)
      }
      if (!form) return refuse('formClosed')
      if (!isAllowed) return refuse('notAllowed')
      try {
        await submit({ form, body, sender: { address: actor.address ?? '', origin } })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return refuse(error.code)
      }
      if (wantsJson(request)) return jsonOf({ mark: makeMark(form.secret, now()) })
      request.setHeader('location', `/form/${token}/thanks`)
      return {
        fileName: '',
        contentType: 'text/plain; charset=utf-8',
        body: Readable.from(['']),
        status: 303,
      }
    }),
  ]
}
