import type { Millis } from '#src/base/clock.ts'

/**
 * Zones by name, in minutes east of Greenwich. Where a name has several meanings (IST, CST, AMT) the one that news
 * feeds use most. Single letters are RFC 822's, which RFC 2822 section 4.3 says to read as UTC.
 */
const ZONES: ReadonlyMap<string, number> = new Map(
  [
    'Z UT UTC GMT WET A B C D E F G H I K L M N O P Q R S T U V W X Y:0',
    'EST:-300',
    'EDT:-240',
    'CST:-360',
    'CDT:-300',
    'MST:-420',
    'MDT:-360',
    'PST:-480',
    'PDT:-420',
    'AKST:-540',
    'AKDT:-480',
    'HST:-600',
    'AST:-240',
    'ADT:-180',
    'NST:-210',
    'NDT:-150',
    'BRT ART CLST UYT:-180',
    'BRST:-120',
    'CLT VET BOT:-240',
    'COT PET ECT:-300',
    'BST WEST CET MEZ WAT:60',
    'CEST MESZ EET CAT SAST IDT:120',
    'EEST MSK МСК TRT EAT:180',
    'GST SAMT AZT GET MSD:240',
    'IRST:210',
    'PKT UZT YEKT:300',
    'IST:330',
    'NPT:345',
    'ALMT OMST:360',
    'MMT:390',
    'ICT WIB KRAT NOVT:420',
    'SGT HKT PHT AWST MYT WITA IRKT:480',
    'JST KST WIT YAKT:540',
    'ACST:570',
    'AEST VLAT:600',
    'ACDT:630',
    'AEDT MAGT:660',
    'NZST PETT:720',
    'NZDT:780',
  ].flatMap((line) => {
    const [names, minutes] = line.split(':')
    return names!.split(' ').map((name): [string, number] => [name, Number(minutes)])
  }),
)

/** Zones that have their own summer time under one name, by the region of the IANA database that keeps it. */
const REGIONS: ReadonlyMap<string, string> = new Map([
  ['ET', 'America/New_York'],
  ['CT', 'America/Chicago'],
  ['MT', 'America/Denver'],
  ['PT', 'America/Los_Angeles'],
])

const WRITTEN_OUT: readonly (readonly [RegExp, string])[] = [
  [/^(?:greenwich mean|coordinated universal) time/i, 'UTC'],
  [/^central european (?:standard )?time/i, 'CET'],
  [/^central european summer time/i, 'CEST'],
  [/^eastern european (?:standard )?time/i, 'EET'],
  [/^eastern european summer time/i, 'EEST'],
  [/^moscow (?:standard )?time/i, 'MSK'],
  ...['Eastern', 'Central', 'Mountain', 'Pacific'].flatMap((name): [RegExp, string][] => [
    [new RegExp(`^${name} time`, 'i'), `${name[0]}T`],
    [new RegExp(`^${name} standard time`, 'i'), `${name[0]}ST`],
    [new RegExp(`^${name} daylight time`, 'i'), `${name[0]}DT`],
  ]),
]

/**
 * The zone at the beginning of `text`, or after one word ("Uhr"), in minutes east of Greenwich, at the time that clocks
 * there show as `local` (as if it were UTC). Null where there is none that is known.
 */
export function zoneIn(text: string, local: Millis): number | null {
  const start = text.replace(/^[ ,;]+/, '')
  if (start === '') return null
  return zoneAtStart(start, local) ?? zoneAtStart(start.replace(/^[^ ]+ ?/, ''), local)
}

function zoneAtStart(text: string, local: Millis): number | null {
  const numeric = /^(?:GMT|UTC?|Z)? ?([+\-\u2212])(\d{1,2}):?(\d{2})?\b/i.exec(text)
  if (numeric !== null) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)
    return numeric[1] === '+' ? minutes : -minutes
  }
  const region = /^[a-z_]{2,20}(?:\/[a-z\d_+-]{2,20}){1,2}/i.exec(text)?.[0]
  if (region !== undefined) return offsetIn(region, local)
  const written = WRITTEN_OUT.find(([pattern]) => pattern.test(text))?.[1]
  const name = written ?? /^\p{L}{1,5}(?!\p{L})/u.exec(text)?.[0].toUpperCase() ?? ''
  const own = REGIONS.get(name)
  return own === undefined ? (ZONES.get(name) ?? null) : offsetIn(own, local)
}

function offsetIn(region: string, local: Millis): number | null {
  const clocks = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime()
  try {
    return clocks.toZonedDateTime(region).offsetNanoseconds / 60e9
  } catch {
    return null // No such region.
  }
}
