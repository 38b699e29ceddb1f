/** The entry file that runs Crier on a disk that fails. */
export const FAILING_DISK = 'test/crash/failing-disk.ts'

/** SQLite's own ways to fail as a disk does: the same result codes, from the same places. */
const FAULTS = {
  // No page beyond those that the file has now (sqlite.org/pragma.html#pragma_max_page_count).
  full: { begin: 'pragma max_page_count = 1', end: 'pragma max_page_count = 4294967294' },
  'read-only': { begin: 'pragma query_only = on', end: 'pragma query_only = off' },
} as const

type DiskFault = keyof typeof FAULTS

export function isDiskFault(name: string): name is DiskFault {
  return Object.hasOwn(FAULTS, name)
}

export function pragmasOf(fault: DiskFault): { readonly begin: string; readonly end: string } {
  return FAULTS[fault]
}
