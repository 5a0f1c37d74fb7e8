import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formHtml } from './form-html.ts'

const form = {
  address: 'https://gorn.example/form/abc',
  language: 'ru',
  fields: ['name', 'phone', 'want'],
  consentText: 'Согласен',
  consentUrl: 'https://site.example/policy',
} as const

test('the form is sent to us, asks what it should, and brings its script', () => {
  const html = formHtml(form)
  expect(html).toContain('<form action="https://gorn.example/form/abc" method="post"')
  expect(html).toContain('<script src="https://gorn.example/form/abc/script.js" defer></script>')
  expect([...html.matchAll(/name="(\w+)"/g)].map((it) => it[1])).toEqual([
    'name',
    'phone',
    'want',
    'website',
    'consent',
  ])
  // The only way to answer must be given; of two, either.
  expect(html).toMatch(/name="phone" maxlength="50" required/)
  expect(formHtml({ ...form, fields: ['phone', 'email'] })).not.toMatch(
    /name="phone" maxlength="50" required/,
  )
  expect(formHtml({ ...form, consentText: null })).not.toContain('consent')
})

test('no text of the settings becomes markup', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const plain = formHtml({ ...form, consentText: 'x', consentUrl: 'x' })
      const html = formHtml({ ...form, consentText: `x${text}`, consentUrl: `x${text}` })
      const count = (of: string, letter: string): number => of.split(letter).length
      for (const letter of ['<', '>', '"', "'"]) expect(count(html, letter)).toBe(count(plain, letter))
    }),
  )
})
