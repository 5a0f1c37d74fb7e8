type Parts = { units: bigint; scale: number }

function read(text: string): Parts {
  const [whole = '', fraction = ''] = text.split('.')
  return { units: BigInt(whole + fraction), scale: fraction.length }
}

const ten = (power: number): bigint => 10n ** BigInt(power)

function write({ units, scale }: Parts): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return (units < 0n ? '-' : '') + (fraction === '' ? whole : `${whole}.${fraction}`)
}

/** A decimal in its shortest form: '2.50' → '2.5'. */
export const plainDecimal = (text: string): string => write(read(text))

/** The exact product of two decimals. */
export function multiplyDecimals(a: string, b: string): string {
  const [x, y] = [read(a), read(b)]
  return write({ units: x.units * y.units, scale: x.scale + y.scale })
}

/** The sum of decimals of major units in minor ones, rounded once, half away from zero. */
export function sumToMinor(decimals: readonly string[], digits: number): number {
  const all = decimals.map(read)
  const scale = Math.max(digits, ...all.map((it) => it.scale))
  const sum = all.reduce((total, it) => total + it.units * ten(scale - it.scale), 0n)
  const step = ten(scale - digits)
  const half = sum < 0n ? -step / 2n : step / 2n
  return Number((sum + half) / step)
}
