/** URLs of special addresses, in every spelling by which a guard has been passed. None of them is a public host's. */

/** Of this machine: what listens on every address is reached by them, where nothing stops it. */
const LOOPBACK: readonly string[] = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.0.0.1.',
  '127.127.127.127',
  '127.255.255.254',
  '0177.0.0.1',
  '0177.1',
  '00000177.0.0.1',
  '017700000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0x7F.0x0.0x0.0x1',
  '0x7f000001',
  '0X7F000001',
  '2130706433',
  '127.0.0x1',
  '127.000.000.001',
  '0',
  '0.0',
  '0.0.0.0',
  '0x0',
  '00000000',
  '１２７.０.０.１',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '127．0．0．1',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'loc\u00ADalhost',
  'ｌｏｃａｌｈｏｓｔ',
  'ⓛocalhost',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::0:1]',
  '[0::1]',
  '[::ffff:127.0.0.1]',
  '[::FFFF:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:0.0.0.0]',
  '[::ffff:0:7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
]

/** Of networks of one's own, and of clouds that hand out credentials. */
const INSIDE: readonly string[] = [
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.0.1',
  '192.168.255.255',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
]

const INSIDE_IPV6: readonly string[] = [
  '[100::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[5f00::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[ff02::1]',
]

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** An IPv4 address in the spellings that are made of its four bytes. */
function spelled(address: string): readonly string[] {
  const bytes = address.split('.').map(Number)
  const all = bytes.map(hex).join('')
  const [high, low] = [all.slice(0, 4), all.slice(4)]
  return [address, String(Number.parseInt(all, 16)), `[::ffff:${high}:${low}]`, `[64:ff9b::${high}:${low}]`]
}

/** Texts around the host at which parsers have parted ways. */
const AROUND: readonly ((port: number) => string)[] = [
  (port) => `http://news.example.com@127.0.0.1:${port}/`,
  (port) => `http://news.example.com:80@127.0.0.1:${port}/`,
  (port) => `http://127.0.0.1:${port}#@news.example.com/`,
  (port) => `http://127.0.0.1:${port}?@news.example.com/`,
  (port) => `http://127.0.0.1:${port}\\@news.example.com/`,
  (port) => `http:\\\\127.0.0.1:${port}/`,
  (port) => `http:///127.0.0.1:${port}/`,
  (port) => `http:127.0.0.1:${port}/`,
  (port) => ` http://127.0.0.1:${port}/ `,
  (port) => `ht\ntp://127.0.\t0.1:${port}/`,
]

/** A hundred and more URLs of each protocol, the one after the other; those of this machine lead to `port`. */
export function specialUrls(port: number): readonly string[] {
  const hosts = [...LOOPBACK, ...INSIDE.flatMap(spelled), ...INSIDE_IPV6]
  const plain = [...new Set(hosts)].map((host) => `http://${host}:${port}/feed`).concat(AROUND.map((url) => url(port)))
  return [...plain, ...plain.map((url) => url.replace('http', 'https').replace('ht\ntp', 'ht\ntps'))]
}
