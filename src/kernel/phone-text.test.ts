import { expect, test } from 'vitest'
import { phoneText } from './phone-text.ts'

test.each([
  ['+74952001020', '+7 495 200-10-20'],
  ['+77012345678', '+7 701 234-56-78'],
  ['+442071838750', '+442071838750'],
  ['+7495200102', '+7495200102'],
  ['доб. 12', 'доб. 12'],
])('%s is read as %s', (phone, read) => {
  expect(phoneText(phone)).toBe(read)
})
