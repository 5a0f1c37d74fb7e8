import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPublicAddress } from './address.ts'

test.each([
  ['8.8.8.8', true],
  ['93.184.216.34', true],
  ['2a02:6b8::2:242', true],
  ['2606:4700:4700::1111', true],
  ['127.0.0.1', false],
  ['127.255.255.254', false],
  ['0.0.0.0', false],
  ['0.1.2.3', false],
  ['10.0.0.1', false],
  ['172.16.0.1', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['100.128.0.1', true],
  ['192.0.2.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['240.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:a9fe:a9fe', false],
  ['::ffff:8.8.8.8', true],
  ['::127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['2001::1', false],
  ['2001:db8::1', false],
  ['fc00::1', false],
  ['fd00:ec2::254', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['fec0::1', false],
  ['ff02::1', false],
  ['localhost', false],
  ['', false],
])('%s is in the open internet: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic)
})

// The second method: networks by their numbers.
const privateNetworks: [number, number][] = [
  [0x00000000, 8],
  [0x0a000000, 8],
  [0x64400000, 10],
  [0x7f000000, 8],
  [0xa9fe0000, 16],
  [0xac100000, 12],
  [0xc0a80000, 16],
  [0xe0000000, 3],
]
const octets = (value: number): string => [24, 16, 8, 0].map((by) => (value >>> by) & 255).join('.')

test('nothing inside of a private network passes, plain or mapped', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...privateNetworks),
      fc.nat(2 ** 31 - 1),
      fc.boolean(),
      ([net, bits], inner, isMapped) => {
        const address = octets((net | (inner & (2 ** (32 - bits) - 1))) >>> 0)
        expect(isPublicAddress(isMapped ? `::ffff:${address}` : address)).toBe(false)
      },
    ),
  )
})

test('an IPv6 address outside of 2000::/3 never passes, unless it carries a public IPv4 one', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      if (!/^[23][\da-f]{3}:/i.test(address) && !/^(0*:)*:?(0*:)*ffff:/i.test(address))
        expect(isPublicAddress(address)).toBe(false)
    }),
  )
})
