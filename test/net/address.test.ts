import { describe, expect, test } from 'vitest'
import { isPublic } from '#src/net/address.ts'

describe('an address is refused where it is', () => {
  test.each([
    ['loopback', '127.0.0.1'],
    ['loopback, anywhere in it', '127.255.255.254'],
    ['this network', '0.0.0.0'],
    ['private, 10/8', '10.1.2.3'],
    ['private, 172.16/12, its end', '172.31.255.255'],
    ['private, 192.168/16', '192.168.0.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT, its end', '100.127.255.255'],
    ['the host of a machine in Azure', '168.63.129.16'],
    ['link local, where clouds keep credentials', '169.254.169.254'],
    ['protocol assignments', '192.0.0.1'],
    ['documentation', '203.0.113.9'],
    ['benchmarking', '198.19.255.255'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 loopback', '::1'],
    ['IPv6 unspecified', '::'],
    ['IPv4-mapped private', '::ffff:10.0.0.1'],
    ['IPv4-mapped loopback in hex', '::ffff:7f00:1'],
    ['IPv4-compatible', '::8.8.8.8'],
    ['NAT64 of a private address', '64:ff9b::192.168.0.1'],
    ['NAT64 of the credentials of clouds', '64:ff9b::a9fe:a9fe'],
    ['local-use NAT64', '64:ff9b:1::1'],
    ['discard only', '100::1'],
    ['Teredo', '2001:0:1::1'],
    ['IPv6 documentation', '2001:db8::1'],
    ['6to4 of a private address', '2002:a00:1::1'],
    ['unique local', 'fd12:3456::1'],
    ['IPv6 link local', 'fe80::1'],
    ['IPv6 link local with a zone', 'fe80::1%eth0'],
    ['IPv6 multicast', 'ff02::1'],
    ['segment routing', '5f00::1'],
    ['no address', 'localhost'],
  ])('%s: %s', (_, address) => {
    expect(isPublic(address)).toBe(false)
  })
})

test.each([
  '1.1.1.1',
  '9.255.255.255',
  '100.63.255.255',
  '100.128.0.1',
  '172.32.0.1',
  '198.20.0.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2001:4860:4860::8888',
  '::ffff:1.1.1.1',
  '64:ff9b::1.1.1.1',
])('the public address %s is not refused', (address) => {
  expect(isPublic(address)).toBe(true)
})
