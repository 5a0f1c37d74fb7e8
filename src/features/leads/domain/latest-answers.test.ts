import { expect, test } from 'vitest'
import { latestAnswers } from './latest-answers.ts'

const at = (id: string, question: 'need' | 'money', answeredAt: string) => ({ id, question, answeredAt })

test('the latest answer holds, wherever it stands in the list', () => {
  const old = at('z', 'need', '2026-03-01T10:00:00Z')
  const late = at('a', 'need', '2026-03-02T09:00:00Z')
  expect(latestAnswers([late, old])).toEqual({ need: late })
  expect(latestAnswers([old, late])).toEqual({ need: late })
  expect(latestAnswers([])).toEqual({})
})
test('of two at one instant, however written, the greater id holds', () => {
  const first = at('1', 'money', '2026-03-01T10:00:00Z')
  const second = at('2', 'money', '2026-03-01T13:00:00.000+03:00')
  expect(latestAnswers([first, second])).toEqual({ money: second })
  expect(latestAnswers([second, first])).toEqual({ money: second })
})
