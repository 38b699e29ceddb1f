import { monthOf } from './date-words.ts'

/** Words of one language: `_` is the space within one, and what may end in different ways is an expression. */
interface Words {
  /** What leans whatever follows. */
  readonly back: string
  /** What points to something told before, unless a word of `times` follows: "this week" is told by the day. */
  readonly pointing?: string
  readonly times?: string
  /** What leans before a verb, and is an article or an adverb before other words. */
  readonly before?: { readonly words: string; readonly verbs: string }
}

const NORDIC: Required<Omit<Words, 'back'>> = {
  pointing: 'denna dessa denne disse',
  times:
    '(?:veck uke uge veke månad måned år sommar sommer vinter vår forår høst höst haust efterår helg kväll kveld aften morgon morgen)\\p{L}*',
  before: {
    words: 'den det de',
    verbs:
      'är er var har hade hadde havde ska skal skall skulle blir bliver blev ble kan kunde kunne måste må måtte vill vil ville får fick fikk fik gör gør gjorde säger sier siger sade sa sagde kommer kom går gick gikk gik finns fanns finnes fantes ser såg så visar viser visade viste betyder gäller gjelder gælder innebär meddelade berättade började handlar',
  },
}

/**
 * What is a verb by its end: behind an article an adjective ends in -a or -e ("det nya"), and plural nouns follow "de"
 * alone ("de svenskar som"). In the passive it ends in -s, as do few genitives; but behind one of a participle a noun stands
 * ("den åtalades advokat").
 */
const NORDIC_VERBS =
  'de[nt]\\s(?-i:\\p{Ll}+(?:[ea]r|år)) de[nt]?\\s(?!\\p{L}*(?:tals|slags|ndes|ungas?|unges|äldres|eldres|gamlas|gamles|sjukas|fattigas|fattiges|rikas|rikes|anställdas|ansattes|gratis|stackars)(?!\\p{L}))(?!\\p{L}*(?:ad|t)es\\s(?!(?:helt|delvis|tidigt|sent|först|misstänkta?|för|for|i|på|till|til|av|om|med|från|fra|under|efter|etter|vid|ved|mot|ut|upp|opp|inn?|inte|ikke|också|også|nu|nå|igen|bort|ned|över|over|senare|senere|tidigare|tidligere|redan|allerede|att?|å|som|när|når|sedan|siden|den|det|de|en|et|ett)(?!\\p{L}))\\p{L})(?-i:\\p{Ll}{2,}s)'

/**
 * Words that point back to the sentence before. A list, because nothing else tells a pronoun in every language; where a
 * language is missing, its sentences count as standing by themselves, and so does what may lean or not: a lead that
 * begins oddly is better than none.
 */
const WORDS: Readonly<Record<string, Words>> = {
  en: {
    back: 'he she it they his her their its (?:yes no)(?=,) the_(?:move decision)(?!\\s(?:to of about over whether on\\s(?:the an? whether how))\\b) the_(?:ministry company man woman agency group statement officials?)(?!\\s(?:who whose which that behind of from in(?!\\s(?:turn|response|return)\\b) at(?!\\sthe\\stime\\b) for(?!\\s(?:its|his|her|their)\\spart\\b) to with accused charged convicted suspected wanted believed known responsible tasked found\\s(?:dead guilty))\\b) however but and also such meanwhile instead(?!\\sof\\b) moreover furthermore therefore thus still(?!\\sno\\b) then so(?!\\s(?:far many much)\\b) yet(?!\\sanother\\b) according_to_(?:him her them) that those(?!\\swho\\b)',
    pointing: 'this these',
    times:
      '(?:week weekend month year quarter season spring summer autumn fall winter morning afternoon evening night century decade)s? days (?:mon tues wednes thurs fri satur sun)day',
    before: {
      words: 'both',
      verbs:
        'are were is was have had will would can could may might must said say says deny denied agreed men women sides of',
    },
  },
  de: {
    back: '(?:ja nein)(?=,) er sie es dies ihm ihr ihnen sein seine seinen deren dessen damit dabei dafür dagegen daher deshalb darum danach auch aber doch denn jedoch außerdem zudem so(?!\\sviele?\\b) dort und oder darüber davon dazu hierzu',
    pointing: 'diese dieser dieses',
    times:
      '(?:woche wochenende monat jahr quartal saison frühling frühjahr sommer herbst winter morgen nachmittag abend nacht tag)[en]? (?:mon diens donners frei sams sonn)tag\\p{L}* mittwoch\\p{L}*',
  },
  fr: {
    back: '(?:oui non)(?=,) il elle ils elles cela celui-ci celle-ci son sa ses leur leurs mais et or donc ainsi cependant toutefois aussi selon_lui selon_elle c.est',
    pointing: 'ce cet cette ces',
    times:
      '(?:derni\\p{L}+\\s)?(?:semaine mois matin soir soirée après-midi midi nuit année week-end été hiver printemps automne trimestre saison jour)s? lundi mardi mercredi jeudi vendredi samedi dimanche',
  },
  es: {
    back: '(?:sí no)(?=,) él ella ellos ellas esto eso su sus pero y además también asimismo sin_embargo por_eso según_él así',
    pointing: 'esta este estos estas',
    times:
      '(?:últim\\p{L}+\\s)?(?:semana mes año mañana tarde noche madrugada mediodía verano invierno primavera otoño trimestre temporada día)s? fin_de_semana lunes martes miércoles jueves viernes sábado domingo',
  },
  it: {
    back: '(?:sì no)(?=,) lui lei loro egli essa esso essi suo sua suoi ma e inoltre tuttavia però così anche',
    pointing: 'questa questo questi queste',
    times:
      'settiman[ae] mes[ei] ann[oi] mattin\\p{L}+ sera notte pomeriggio weekend fine_settimana estate inverno primavera autunno trimestre stagione giorni lunedì martedì mercoledì giovedì venerdì sabato domenica',
  },
  pt: {
    back: '(?:sim não)(?=,) ele ela eles elas isso isto essa esse seu sua seus mas e também além_disso porém assim',
    pointing: 'esta este estes estas',
    times:
      'semanas? mês ano manhã tarde noite madrugada fim_de_semana verão inverno primavera outono trimestre temporada (?:segunda terça quarta quinta sexta)(?=[,.;:]|$) (?:segunda terça quarta quinta sexta)-feira sábado domingo',
  },
  nl: {
    back: '(?:ja nee)(?=,) hij zij ze hun haar zijn maar en ook daarom daarnaast echter dat(?!\\ser\\b) die',
    pointing: 'dit deze',
    times:
      'week weken maand maanden jaar kwartaal seizoen lente voorjaar zomer herfst najaar winter ochtend morgen middag avond nacht weekend dagen (?:maan dins woens donder vrij zater zon)dag\\p{L}*',
    before: {
      words: 'het',
      verbs:
        'is was wordt werd zijn waren heeft had gaat ging kan kon zal zou moet moest mag mocht blijft bleef blijkt bleek lijkt leek komt kwam betreft betrof duurt duurde kost kostte staat stond ligt lag gebeurde geldt gold begon begint regent regende wil wilde meldt meldde zegt zei doet deed betekent betekende toont toonde vond vindt leidt leidde levert leverde laat liet bevestigt bevestigde',
    },
  },
  pl: {
    back: '(?:tak nie)(?=,) on ona ono oni one to te ich jego jej ale jednak także również dlatego o_tym',
    pointing: 'ten ta',
    times:
      'tydzień miesiąc rok kwartał sezon wiosna lato jesień zima noc poniedziałek wtorek środa czwartek piątek sobota niedziela weekend',
  },
  uk: {
    back: '(?:так ні)(?=,) він вона воно вони це його її їх їхній також проте однак але та і водночас крім_того тому при_цьому за_його_словами там про_це про_цю про_цей про_нього за_цим за_цими',
    pointing: 'цей ця ці',
    times:
      'тиждень тижні місяць місяці рік роки квартал сезон весна зима осінь ранок вечір ніч день дні понеділок вихідні вівторок середа четвер субота неділя',
  },
  ru: {
    back: '(?:да нет)(?=,) он она оно они это его её ее их также однако но а и при_этом кроме_того поэтому по_его_словам там об_этом о_нём о_нем про_это по_этому',
    pointing: 'этот эта эти',
    times:
      'неделя недели месяц месяцы годы? квартал сезон весна зима осень вечер ночь день дни понедельник выходные вторник среда четверг пятница суббота',
  },
  sv: { back: `(?:ja nej)(?=,) han hon hans hennes deras men och också dessutom därför ${NORDIC_VERBS}`, ...NORDIC },
  no: {
    back: `(?:ja nei nej)(?=,) han hun ho hans hennes hennar deres deira men også òg dessuten derfor difor ${NORDIC_VERBS}`,
    ...NORDIC,
  },
  da: { back: `(?:ja nej)(?=,) han hun hans hendes deres men også desuden derfor ${NORDIC_VERBS}`, ...NORDIC },
  tr: {
    back: 'o bunlar onlar ancak ayrıca ve ama fakat böylece bunun_üzerine',
    pointing: 'bu şu',
    times: '(?:hafta ay yıl sezon bahar yaz kış sonbahar sabah öğle akşam gece gün)(?:ki|lar\\p{L}*|ler\\p{L}*)?',
  },
  ar: {
    back: 'وهو وهي وهم ذلك تلك كما لكن ولكن',
    pointing: 'هذا هذه',
    times: 'ال(?:عام سنة أسبوع شهر يوم صباح مساء ليلة صيف شتاء ربيع خريف موسم)',
  },
  // Of names begin so 但丁 (Dante), 他信 (Thaksin), そのまんま東, 又吉; of words 而今 and 彼岸.
  zh: {
    back: '他(?!信) 她 它 他们 她们 此 该 但(?!丁) 不过 同时 此外 而(?![立今])',
    pointing: '这',
    // 这一天 and 这年 are of what was told.
    times: '[一個个几两兩]*(?:周 週 月 季 夏 冬 春 秋 星期) [几两兩](?:年 天)',
  },
  ja: {
    back: 'これ(?!まで|から) それ その(?!まんま) また しかし 一方 同氏 同社 同省 彼(?!岸) 彼女',
    pointing: 'この',
    times: '春 夏 秋 冬 週 年 日 [一二三四五六七八九十\\p{Nd}]+(?:年 か月 カ月 ヶ月 週間 日)',
  },
  ko: { back: '그는 그녀는 이는 이에 이어 또(?!\\s다른) 그러나 하지만 한편' },
}

/** Verbs in the past that end as an adjective before a noun does: "Das sagte Merkel". */
const GERMAN_VERBS =
  '(?:sag erklär teil meld melde berichte hat hät wurd würd werd hab wär war sei konn könn soll woll muss müss dürf durf mach zeig bestätig kündig forder beton löst führ gel mein bedeute freu sorg reicht lobt passt folg stimm lehn kost koste dauer nann verkünde kritisier begrüß erwarte steh geh widersprech lieg halt fiel ging lag stand versicher ergänz brach antwort schilder erzähl erläuter erinner wünsch hoff warn behaupt vermut ermöglich verhinder änder überrasch verursach bedauer verlang rechtfertig unterstütz verteidig klär räum urteil begründ präzisier kommentier signalisier)(?:e?ten?|en?)'

/** Behind an article, before an adjective and its noun, they begin what is told of that: "Das für Samstag geplante Konzert". */
const GERMAN_PREPOSITIONS =
  'für|in|im|am|an|auf|aus|bei|beim|mit|nach|seit|von|vom|vor|zum|zur|bis|über|unter|durch|gegen|um|wegen|nahe'

const GERMAN_BETWEEN = `(?:\\S*[^\\s,.;:]\\s){1,12}?(?!(?:${GERMAN_VERBS}|die|k?eine|[sd]eine|ihre|diese|alle)\\s)`
const GERMAN_NOUN = '["„»“]?(?:(?-i:\\p{Lu})|\\p{N})'

/**
 * "Das sagte er", not "Das Freibad", "Das neue Freibad": a German noun has a capital, and an adjective before it ends as
 * its article has it.
 */
const GERMAN = [
  ['das', 'e'],
  ['dem', 'e[nr]'],
]
  .map(
    ([article, ending]) =>
      `${article}(?!\\s(?:${GERMAN_PREPOSITIONS})\\s${GERMAN_BETWEEN}(?-i:\\p{Ll})+${ending}\\s${GERMAN_NOUN})(?!\\s(?:(?!${GERMAN_VERBS}\\s)(?:\\p{L}+${ending}|und)\\s){0,3}${GERMAN_NOUN})`,
  )
  .join(' ')

// Behind a word: it has not ended.
const GOES_ON = '(?![\\p{L}\\p{M}-])'

interface Patterns {
  readonly leaning: RegExp
  /** The day of the month that a word of pointing comes before: "Ce 12 juillet", "Este 3 de mayo". */
  readonly day: RegExp | null
}

const patterns = new Map<string, Patterns>()

/** Whether `sentence` leans on the one before it: alone it would speak of nobody. */
export function leans(sentence: string, language: string | null): boolean {
  const tag = tagOf(language)
  const words = WORDS[tag]
  if (words === undefined) return false
  const { leaning, day } = patterns.get(tag) ?? patternsOf(words, tag)
  if (!leaning.test(sentence)) return false
  const month = day?.exec(sentence)?.[1]
  return month === undefined || monthOf(month, language) === null
}

// "Geschlossen", "verkauft", "saniert": what was done with something that is not told.
const GERMAN_DONE = String.raw`(?:(?!ge(?:b|h)en)\p{L}{0,6}ge\p{L}+(?:t|en)|(?:be|ent|er|ver|zer)\p{L}+(?:t|en)|\p{L}+iert)`

/**
 * Words that lean where something was told before, and where nothing was begin a story: "It was six when …", "Es gibt",
 * "Det finns". What was done with something ("It was sold in May") leans all the same.
 */
const EXPLETIVES: Readonly<Record<string, RegExp>> = {
  en: /^it(?:(?:['’]s|\s(?:is|was|has\sbeen|had\sbeen))\s(?:(?:not|only|just|about|around|almost|nearly|shortly|over|more\sthan)\s){0,2}(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|midnight|noon|no|\p{N}[\p{N}.:,]*|official|clear|unclear|dark|time|raining|snowing|hard|difficult|easy|impossible|possible|likely|unlikely|rare)|\s(?:took|takes|rained|snowed|(?:looks|seems|appears)\s(?:as|that)|(?:will|would|could|can|may|might|must|should)\s(?:not\s)?(?:be\s(?:an?|the|years|months|weeks|days|hours)|take)))(?!\p{L})/iu,
  de: new RegExp(
    String.raw`^es\s(?:gibt|gab|gilt|galt|geht|ging|dauert|dauerte|kracht|krachte|regnet|regnete|schneit|schneite|brennt|brannte|klingt|klang|sieht|sah|scheint|schien|kommt|kam|(?:ist|war|sind|waren|wird|wurde|soll)(?![^.!?]*\s${GERMAN_DONE}(?:\s(?:worden|werden))?(?:\s(?:und|oder)\s|[.,!?](?!\s(?:dass|als|wenn|wie|ob)\s))))(?!\p{L})`,
    'iu',
  ),
  fr: /^(?:c['’](?:est|était)(?!\sce\s)|il\s(?:y\sa|y\savait|faut|fallait|faudra))(?!\p{L})/iu,
  nl: /^het\s(?:(?:is|was)(?!\s(?:ge|be|ver|ont|her)\p{L}+(?:d|t|en)\s(?:in|aan|door|op|van))|(?:wordt|werd)\s(?:de|het|een)(?!\s(?:afgelopen|vorige)\s)|lijkt|leek|blijft|bleef|blijkt|bleek|duurt|duurde|kost|kostte|regent|regende)(?!\p{L})/iu,
  sv: nordic({
    verbs: 'finns fanns tar tog dröjer snöar snöade regnar regnade blåser blåste',
    is: 'är var',
    by: 'av i på till',
    may: 'kan kunde ska skulle kommer_att',
    be: 'bli vara ta ha dröja finnas snöa regna blåsa',
  }),
  no: nordic({
    verbs: 'finnes finst fantes fanst tar tok snør snødde regner regnet blåser blåste',
    is: 'er var',
    by: 'av i på til',
    may: 'kan kunne skal skulle kommer_til_å kjem_til_å',
    be: 'bli være vere ta ha snø regne blåse',
  }),
  da: nordic({
    verbs: 'tager tog sner sneede regner regnede blæser blæste',
    is: 'er var',
    by: 'af i på til',
    may: '(?:kan kunne skal skulle kommer_til_at)(?:_godt)?',
    be: 'blive være tage have sne regne blæse',
    there: 'er var bliver blev kommer kom',
  }),
}

/** "Det är", but not "Det är köpt av"; "Det kan bli", "Det finns", and in Danish "Der er". Words as {@link Words} has them. */
function nordic(words: Readonly<Record<'verbs' | 'is' | 'by' | 'may' | 'be', string>> & { readonly there?: string }) {
  const { verbs, is, by, may, be, there } = words
  const det = String.raw`det\s(?:${anyOf(verbs)}|(?:${anyOf(is)})(?!\s\p{L}+[dt]\s(?:${anyOf(by)})\s)|(?:${anyOf(may)})\s(?:${anyOf(be)}))`
  const der = there === undefined ? '' : String.raw`|der\s(?:${anyOf(there)})`
  return new RegExp(String.raw`^(?:${det}${der})(?!\p{L})`, 'iu')
}

/** Whether `sentence`, where nothing was told before it, leans on nothing although {@link leans} says so. */
export function isExpletive(sentence: string, language: string | null): boolean {
  return EXPLETIVES[tagOf(language)]?.test(sentence) === true
}

/** Bokmål and Nynorsk are one here. */
function tagOf(language: string | null): string {
  const tag = language?.slice(0, 2).toLowerCase() ?? ''
  return tag === 'nb' || tag === 'nn' ? 'no' : tag
}

function patternsOf({ back, pointing, times, before }: Words, tag: string): Patterns {
  // Written without spaces, a word goes on as the next one begins.
  const [end, space] = tag === 'zh' || tag === 'ja' ? ['', ''] : [GOES_ON, '\\s']
  const pointed = pointing === undefined ? null : `(?:${anyOf(pointing)})${end}`
  const all = [
    `(?:${anyOf(back)})${end}`,
    ...(pointed === null ? [] : [`${pointed}(?!${space}(?:${anyOf(times ?? '')})${end})`]),
    ...(before === undefined ? [] : [`(?:${anyOf(before.words)})\\s(?:${anyOf(before.verbs)})${end}`]),
    ...(tag === 'de' ? [`(?:${anyOf(GERMAN)})${end}`] : []),
  ]
  const found = {
    leaning: new RegExp(`^[\\p{P}\\s]*(?:${all.join('|')})`, 'iu'),
    day:
      pointed === null
        ? null
        : new RegExp(`^[\\p{P}\\s]*${pointed}\\s\\p{Nd}{1,2}(?:er)?\\.?\\s(?:de\\s)?(\\p{L}+)`, 'iu'),
  }
  patterns.set(tag, found)
  return found
}

function anyOf(words: string): string {
  return words.replaceAll('_', '\\s').replaceAll(' ', '|')
}
