/**
 * Words that point back to the sentence before. A list, because nothing else tells a pronoun in every language; where a
 * language is missing, its sentences count as standing by themselves.
 */
const BACK: Readonly<Record<string, string>> = {
  en: 'he she it they his her their its this that these those such both the|ministry the|company the|man the|woman the|agency the|group the|statement the|official the|officials the|move the|decision however but and also meanwhile instead moreover furthermore therefore thus still then so yet according|to|him according|to|her according|to|them',
  de: 'er sie es dies diese dieser dieses das dem ihm ihr ihnen sein seine seinen deren dessen damit dabei dafür dagegen daher deshalb darum danach auch aber doch denn jedoch außerdem zudem so dort und oder darüber davon dazu hierzu',
  fr: 'il elle ils elles ce cela cette ces celui-ci celle-ci son sa ses leur leurs mais et or donc ainsi cependant toutefois aussi selon|lui selon|elle c.est',
  es: 'él ella ellos ellas esto eso esta este estos estas su sus pero y además también asimismo sin|embargo por|eso según|él así',
  it: 'lui lei loro egli essa questo questa questi queste suo sua suoi ma e inoltre tuttavia però così anche',
  pt: 'ele ela eles elas isso isto este esta esse essa seu sua seus mas e também além|disso porém assim',
  nl: 'hij zij ze het dit dat deze die hun haar zijn maar en ook daarom daarnaast echter',
  pl: 'on ona ono oni one to ten ta te ich jego jej ale jednak także również dlatego o|tym',
  uk: 'він вона воно вони це цей ця ці його її їх їхній також проте однак але та і водночас крім|того тому при|цьому за|його|словами там про|це про|цю про|цей про|нього за|цим за|цими',
  ru: 'он она оно они это этот эта эти его её ее их также однако но а и при|этом кроме|того поэтому по|его|словам там об|этом о|нём о|нем про|это по|этому',
  sv: 'han hon den det de dessa denna hans hennes deras men och också dessutom därför',
  no: 'han hun den det de disse denne hans hennes deres men og også dessuten derfor',
  tr: 'o bu bunlar onlar şu ancak ayrıca ve ama fakat böylece bunun|üzerine',
  ar: 'وهو وهي وهم هذا هذه ذلك تلك كما لكن ولكن',
  zh: '他 她 它 他们 她们 这 此 该 但 不过 同时 此外 而',
  ja: 'これ それ その この また しかし 一方 同氏 同社 同省 彼 彼女',
  ko: '그는 그녀는 이는 이에 이어 또 그러나 하지만 한편',
}

const patterns = new Map<string, RegExp>()

/** Whether `sentence` leans on the one before it: alone it would speak of nobody. */
export function leans(sentence: string, language: string | null): boolean {
  const tag = language?.slice(0, 2).toLowerCase() ?? ''
  const words = BACK[tag]
  if (words === undefined) return false
  let pattern = patterns.get(tag)
  if (pattern === undefined) {
    const alternatives = words.replaceAll('|', '\\s').split(' ').join('|')
    // Written without spaces, a word goes on as the next one begins.
    const end = tag === 'zh' || tag === 'ja' ? '' : '(?![\\p{L}\\p{M}-])'
    pattern = new RegExp(`^[\\p{P}\\s]*(?:${alternatives})${end}`, 'iu')
    patterns.set(tag, pattern)
  }
  return pattern.test(sentence)
}
