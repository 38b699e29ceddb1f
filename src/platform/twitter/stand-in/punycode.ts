/** How many characters `label` takes in a DNS name: itself where it is ASCII, else as `xn--` and Punycode (RFC 3492). */
export function dnsLength(label: string): number {
  const points = Array.from(label, (character) => character.codePointAt(0)!)
  const basic = points.filter((point) => point < 0x80).length
  if (basic === points.length) return points.length
  // Every code point takes at least one digit: too long for DNS already, and the encoder is quadratic.
  if (points.length > 63) return points.length + 4
  return 'xn--'.length + basic + (basic > 0 ? 1 : 0) + encodedDigits(points, basic)
}

/** The number of digits that RFC 3492, section 6.3 puts out; names and numbers are those of its section 5. */
function encodedDigits(points: readonly number[], basic: number): number {
  let digits = 0
  let n = 0x80
  let delta = 0
  let bias = 72
  let handled = basic
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= n))
    delta += (next - n) * (handled + 1)
    n = next
    for (const point of points) {
      if (point < n) delta += 1
      if (point !== n) continue
      digits += variableLength(delta, bias)
      bias = adapt(delta, handled + 1, handled === basic)
      delta = 0
      handled += 1
    }
    delta += 1
    n += 1
  }
  return digits
}

function variableLength(delta: number, bias: number): number {
  let digits = 1
  let q = delta
  for (let k = 36; ; k += 36) {
    const t = Math.min(26, Math.max(1, k - bias))
    if (q < t) return digits
    q = Math.floor((q - t) / (36 - t))
    digits += 1
  }
}

function adapt(delta: number, points: number, first: boolean): number {
  let left = Math.floor(delta / (first ? 700 : 2))
  left += Math.floor(left / points)
  let k = 0
  for (; left > 455; k += 36) left = Math.floor(left / 35)
  return k + Math.floor((36 * left) / (left + 38))
}
