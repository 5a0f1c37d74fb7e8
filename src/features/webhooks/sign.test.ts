import { expect, test } from 'vitest'
import { newSecret, signedHeaders } from './sign.ts'

// Published by Standard Webhooks with its reference libraries.
const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const message = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
}
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='

test('a message is signed as published', () => {
  expect(signedHeaders([key], message)).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': signature,
  })
})

test('while two secrets are valid, both sign', () => {
  const fresh = newSecret()
  expect(Buffer.from(fresh.replace('whsec_', ''), 'base64')).toHaveLength(32)
  const both = signedHeaders([fresh, key], message)['webhook-signature']?.split(' ')
  expect(both).toEqual([signedHeaders([fresh], message)['webhook-signature'], signature])
})
