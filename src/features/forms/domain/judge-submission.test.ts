import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CROWD, type JunkReason, judgeSubmission, type Signs } from './judge-submission.ts'

const honest: Signs = {
  mark: { ageSeconds: 40 },
  isTrapped: false,
  text: 'Анна\n+7 916 123-45-67\nНужны 200 кружек к 1 декабря',
  sameText: 0,
  isFromNowhere: false,
  inMinute: 0,
}

describe('what comes through a form', () => {
  test.each<[string, Partial<Signs>, JunkReason[], boolean]>([
    ['an honest one', {}, [], false],
    [
      'with one link to a picture of what is needed',
      { text: 'Нужно такое: https://site.ru/1.jpg' },
      ['links'],
      false,
    ],
    ['without scripts', { mark: 'none' }, ['unsigned'], false],
    ['from a browser that hides where it comes from', { isFromNowhere: true }, ['fromNowhere'], false],
    [
      'without scripts and with a link',
      { mark: 'none', text: 'www.casino.example' },
      ['links', 'unsigned'],
      true,
    ],
    [
      'by a program that asks nothing',
      { mark: 'none', isFromNowhere: true },
      ['unsigned', 'fromNowhere'],
      true,
    ],
    ['with the hidden field filled in', { isTrapped: true }, ['trap'], true],
    ['with a mark of its own', { mark: 'forged' }, ['forged'], true],
    ['within two seconds', { mark: { ageSeconds: 2 } }, ['tooFast'], true],
    ['a mark from the future', { mark: { ageSeconds: -5 } }, ['tooFast'], true],
    ['after two days', { mark: { ageSeconds: 172_800 } }, ['tooOld'], true],
    ['three links', { text: 'http://a.example http://b.example http://c.example' }, ['links'], true],
    ['HTML', { text: '<a href="x">кредит</a>' }, ['markup'], true],
    ['what three others said today', { sameText: 3 }, ['repeated'], true],
    ['in a crowd', { inMinute: CROWD }, ['crowd'], true],
  ])('%s', (_name, signs, reasons, isJunk) => {
    expect(judgeSubmission({ ...honest, ...signs })).toEqual({ isJunk, reasons })
  })

  test('nothing that speaks against it ever speaks for it', () => {
    const signs = fc.record({
      mark: fc.oneof(
        fc.constantFrom('none' as const, 'forged' as const),
        fc.record({ ageSeconds: fc.integer() }),
      ),
      isTrapped: fc.boolean(),
      text: fc.string(),
      sameText: fc.nat(5),
      isFromNowhere: fc.boolean(),
      inMinute: fc.nat(40),
    })
    fc.assert(
      fc.property(signs, (given) => {
        const { isJunk, reasons } = judgeSubmission(given)
        if (isJunk) expect(reasons.length).toBeGreaterThan(0)
        const worse = judgeSubmission({ ...given, isTrapped: true, text: `${given.text} http://x.example` })
        expect(worse.isJunk).toBe(true)
        for (const reason of reasons) expect(worse.reasons).toContain(reason)
      }),
    )
  })
})
