/** What a message must have been seen not to be before it is sent once more. */
import { trueTime } from './time.ts'
import { blame, followed, prepared } from './world.ts'

const LOOKS_NEEDED = 3
const VISIBLE_AFTER = 10 * 60_000
// The end of a call and its being written down are told apart by no more.
const SLACK = 1_000

/** Three looks in vain at least, the last ten minutes after the call or later: a platform may show a post late. */
export function judgeProof(part: string): void {
  const proven = prepared(
    `select sum(look.found <> 'unclear') as absences from look where look.call =
       (select id from send_log where part = ? and outcome = 'absent' order by counts_from desc limit 1)`,
  ).get(part)
  const absences = Number(proven?.['absences'] ?? 0)
  if (absences < LOOKS_NEEDED) blame(`${part} is to be sent again after ${absences} looks in vain`)
  const since = trueTime() - followed(part).lostAt
  if (since < VISIBLE_AFTER - SLACK) blame(`${part} is to be sent again ${since} ms after its call`)
}
