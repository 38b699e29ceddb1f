import { BlockList, isIP } from 'node:net'

const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private use
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  // A machine in Azure gets its settings there (learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
  ['168.63.129.16', 32],
  ['169.254.0.0', 16], // link local: clouds serve credentials at 169.254.169.254
  ['172.16.0.0', 12], // private use
  ['192.0.0.0', 24], // IETF protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays, deprecated
  ['192.168.0.0', 16], // private use
  ['198.18.0.0', 15], // benchmarking
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, limited broadcast
]

const IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // IETF protocol assignments: Teredo, benchmarking, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['3fff::', 20], // documentation
  ['4000::', 2], // from here on: not allocated, segment routing, unique local, link local, site local, multicast
  ['8000::', 1],
]

const BELOW: readonly (readonly [string, string])[] = [
  ['::', '::fffe:ffff:ffff'], // unspecified, loopback, IPv4-compatible
  ['0:0:0:0:1::', '64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['64:ff9b:0:0:0:1::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], // local-use NAT64, discard only
]

/**
 * Every address that is not a public host's, for a socket's `blockList`: the special-purpose registries of IANA
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry), multicast, what of IPv6 is
 * not global unicast, and the one public address behind which a cloud's own host stands. Addresses that carry an IPv4
 * address are judged by it where they reach it directly (mapped, NAT64), and are all refused where they need a relay
 * (6to4, Teredo) or are obsolete.
 */
export const specialAddresses: BlockList = build()

/** Whether `address` (a literal without brackets) is a public host's. False for what is no address at all. */
export function isPublic(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && !specialAddresses.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

function build(): BlockList {
  const list = new BlockList()
  for (const [net, bits] of IPV4) {
    list.addSubnet(net, bits, 'ipv4')
    // NAT64 (RFC 6052): an IPv6-only network reaches IPv4 through it.
    list.addSubnet(`64:ff9b::${net}`, 96 + bits, 'ipv6')
  }
  for (const [net, bits] of IPV6) list.addSubnet(net, bits, 'ipv6')
  // Everything below global unicast but ::ffff:0:0/96 and 64:ff9b::/96, which are judged by the IPv4 address in them.
  for (const [from, to] of BELOW) list.addRange(from, to, 'ipv6')
  return list
}
