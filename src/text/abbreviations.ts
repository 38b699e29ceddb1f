/**
 * Words with a full stop that does not end a sentence, in lower case and without the stop, by language. Those before
 * which a sentence ends as often (`etc`, `Inc`, `г`) are left out.
 */
const LISTS: Readonly<Record<string, string>> = {
  en: 'mr mrs ms mx dr prof sr jr st ste mt ft gen col maj capt cmdr lt sgt cpl pvt adm gov sen rep hon rev fr supt insp det pres vs viz approx dept blvd messrs',
  de: 'dr prof bzw evtl ggf hr fr hrn dipl ing str vgl inkl exkl geb gest nr st ca sog rd abs mio mrd tsd',
  fr: 'm mm mme mlle mgr me dr pr env av apr art ste st',
  es: 'sr sra srta dr dra d dña prof lic ing arq avda pág núm excmo art gral',
  pt: 'sr sra dr dra d prof profa eng av pág art gen',
  it: 'sig dott dr prof ing avv on arch pag art gen mons mln mld',
  nl: 'dhr mevr dr drs mr mw prof bijv ca ir ing st mln mld',
  sv: 'dr prof kl bl nr ca',
  da: 'dr prof kl bl nr ca hr fr',
  nb: 'dr prof kl bl nr ca hr fr',
  no: 'dr prof kl bl nr ca hr fr',
  pl: 'dr prof np tzn tzw ul al im św ks gen płk mjr kpt hab mgr inż godz mln mld ok nr pl woj red',
  cs: 'dr prof ing mgr např mj popř tzv čl odst nám ul č gen plk kpt sv mil mld',
  sk: 'dr prof ing mgr napr čl ods nám ul č gen plk kpt sv tzv',
  sl: 'dr prof npr ul št sv gl tj',
  hr: 'dr prof npr ul sv tzv gen br tj',
  ro: 'dl dna dr prof nr str bd gen',
  hu: 'dr prof ún pl kb ill dk',
  tr: 'dr prof doç yrd alb gen cad mah sok bşk av öğr',
  el: 'κ κα κκ π.χ δηλ αρ δρ καθ',
  ru: 'т.е т.к т.н т.д т.п др ул пл пр просп пер им св тов акад проф доц инж ген полк кап см ср напр обл пос дер стр тыс млн млрд чел рис табл гл',
  uk: 'т.зв т.з т.д т.п ін вул пл пр просп пров ім св акад проф доц інж ген полк кап див напр обл м.п стор тис млн млрд ст гл ред',
  be: 'г.зн вул пл пр ім св акад праф дац інж ген тыс млн млрд гл',
  bg: 'ул бул пл св проф доц д-р инж ген акад напр т.нар хил млн млрд гр',
  // The names of Latin letters: "جون إف. كينيدي", "جورج دبليو. بوش".
  ar: 'د أ إيه أيه بي سي دي إي إف اف جي إتش اتش آي جيه جاي كيه كاي إل ال إم ام إن أو كيو آر إس اس تي يو في دبليو إكس اكس واي زد زي',
  sr: 'dr prof npr ul sv gen br tj др проф нпр ул св ген бр тј тзв',
}

// The first two of these say little to other languages, and Cyrillic nothing to Latin.
const UNKNOWN: readonly string[] = ['en', 'de', 'ru', 'uk']

const sets = new Map<string, ReadonlySet<string>>()

/** The abbreviations of a language; of the most likely ones where it is not known here. */
export function abbreviationsOf(language: string): ReadonlySet<string> {
  let set = sets.get(language)
  if (set === undefined) {
    const lists = Object.hasOwn(LISTS, language) ? [language] : UNKNOWN
    set = new Set(lists.flatMap((each) => LISTS[each]!.split(' ')))
    sets.set(Object.hasOwn(LISTS, language) ? language : 'und', set)
  }
  return set
}

/** Abbreviations where a number follows, in any language: `No. 5`, `стр. 12`, `Art. 3`. */
export const BEFORE_NUMBERS: ReadonlySet<string> = new Set(
  'no nos nr vol p pp ch chap art sec par pt fig ed jan feb mar apr jun jul aug sep sept oct nov dec núm num pág pag cap bd abb str s стр стор ст п пп ч гл рис табл мал кн т д кв корп буд р č čl § α αρ'.split(
    ' ',
  ),
)

/** Languages that write an ordinal as a number with a full stop: `3. Mai`. */
export const DOTTED_ORDINALS: ReadonlySet<string> = new Set(
  'bs cs da de et eu fi fo hr hu is lb lv nb nn no pl sk sl sr tr'.split(' '),
)
