import { createRequire } from 'node:module'
import { platforms } from '#src/platform/registry.ts'

const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string }

/** The name and version by which Crier introduces itself to servers. */
export const USER_AGENT = `Crier/${version}`

/** The options of every command, as `parseArgs` takes them. */
export const OPTIONS = {
  config: { type: 'string', default: 'config/crier.yaml' },
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  health: { type: 'boolean', default: false },
  url: { type: 'string' },
  probe: { type: 'string' },
  there: { type: 'string' },
  again: { type: 'boolean', default: false },
  drop: { type: 'boolean', default: false },
  channel: { type: 'string', multiple: true },
  anyway: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  text: { type: 'string' },
  'as-it-is': { type: 'boolean', default: false },
  anew: { type: 'boolean', default: false },
  as: { type: 'string' },
} as const

export const HELP = `Crier watches feeds and posts each new article to ${platforms.map(({ label }) => label).join(' and ')}, once.

  crier run                       watch and post, as config/crier.yaml says; Ctrl-C ends it
  crier rehearse                  the same with your feeds, and stand-ins in the platforms' place
  crier check                     config, credentials, rights and feeds, without posting
  crier check --probe CHANNEL     whether lost messages can be found there: posts, looks, deletes
  crier preview URL               what every channel would post: an article, a feed
  crier preview FILE --url URL    the same for a saved page or a text file
  crier status                    how it stands (--health: exit code 0 if a sender is at work)
  crier explain URL               every decision about an article, and every attempt to send it;
                                  without a URL: what people did lately
  crier held                      what waits for a person, and the way out of it
  crier answer QUESTION           articles that the gate kept: post, drop or newest 3
  crier approve DELIVERY          let a post go that waits for a yes; if its article has changed
                                  since: --as-it-is, or --anew from the article of now
  crier edit DELIVERY             the text of a post that waits; FILE, - or --text "…": another
  crier settle DELIVERY           a post of unknown fate: --there URL, --again or --drop
  crier retry DELIVERY            try a refused post again
  crier drop DELIVERY             give a post up; --channel C: all that waits in a channel
  crier post URL                  an article that no feed brings; --channel C: there only;
                                  --anyway: past what a channel chooses, and past its age
  crier post-again DELIVERY       an article once more where it was dropped; --yes: where it stood
  crier pause [CHANNEL|ACCOUNT]   stop posting: there, or everywhere
  crier resume [CHANNEL|ACCOUNT]  go on; crier resume FEED: poll one again that was gone for good

  --config FILE  another config than config/crier.yaml
  --as NAME      who you are, where that is not the system's user: it stands beside what you do
  --json         answers as JSON (preview, status, held, explain)

Exit codes: 0 done, 1 failed, 2 the caller's mistake.`
