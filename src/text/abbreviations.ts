/**
 * Words with a full stop that does not end a sentence, in lower case and without the stop, by language: what newspapers
 * write, and of Unicode's CLDR ("sentence break suppressions", 46) what is no word of its own. Those before which a
 * sentence ends as often (`etc`, `ecc`, `Kč`) are left out, and words with a stop inside (`u.a`), which a rule finds.
 */
const LISTS: Readonly<Record<string, string>> = {
  en: 'mx sr jr ste mt ft gen gens col maj capt cmdr lt lts sgt cpl pvt adm gov govs sen sens rep reps hon rev fr supt insp det pres viz approx dept dist asst atty attys profs drs blvd messrs',
  de: 'bzw evtl ggf hr fr frl hrn dipl ing med jur rer nat phil habil str vgl inkl exkl einschl zzgl geb gest nr ca sog rd abs abt mio mrd tsd fa gebr hrsg ehem insb kath ev österr tel',
  fr: 'm mm mme mmes mlle mgr me mes pr env av bd boul apr art ste cf gal cdt cne lt pdt tél',
  es: 'sr sra srta sres sras srtas dra dres d dña lic licdo licda lcdo lcda ldo lda ing arq avda av blvd pág núm excmo excma ilmo ilma rvdo rvda mons pbro art arts gral cnel tte sgto cap gob dip sen sta sto cía fco hnos depto dpto aprox cf cfr ej',
  ca: 'sr sra dra sta av avda pl núm pàg art aprox',
  gl: 'sr sra dra d dna avda núm páx art',
  pt: 'sr sra dra d profa eng av pág art gen cel cap ten sgt maj min dep deps sen gov des pe fr sta sto exmo exma ilmo ilma cia ltda aprox tel',
  it: 'sig dott ing avv on sen arch geom rag cav pag art gen col ten cap magg mons mln mld cfr es tel',
  nl: 'dhr mevr drs mw ds jhr bijv ca ir ing mln mld resp zgn jl tel',
  af: 'mnr mev me adv nr',
  sv: 'kl bl nr ca resp dvs jfr fil tel',
  da: 'kl bl nr ca hr fr jf resp evt inkl tel',
  nb: 'kl bl nr ca hr fr jf resp evt inkl tlf',
  no: 'kl bl nr ca hr fr jf resp evt inkl tlf',
  fi: 'tri maist esim ns mm klo nk ent toim puh',
  et: 'hr pr nt nn tn pst mnt',
  lv: 'piem plkst nr',
  lt: 'pvz pan vad pr nr',
  pl: 'np tzn tzw ul al im św ks bp abp kard gen płk mjr kpt por ppor sierż asp kom nadkom podkom insp hab mgr inż lek med adw mec dyr godz tys mln mld ok wg nr pl os woj pow gm red ds tel',
  cs: 'ing mgr bc doc mudr judr phdr rndr paeddr thdr mvdr např mj popř resp tzv čl odst zák nám tř ul č gen plk pplk kpt kap por npor sv tis mil mld tel',
  sk: 'ing mgr bc doc mudr judr phdr rndr paeddr mvdr napr resp čl ods nám ul č gen plk pplk kpt kap por sv tzv tis tel',
  sl: 'doc mag inž npr oz ul št sv gl tj tel',
  hr: 'doc dipl ing npr ul sv tzv gen br tj tel',
  ro: 'dl dna nr str bd gen sf jud lt col ing conf univ art alin cca tel',
  hu: 'ún pl kb ill dk özv ifj id sz vö',
  tr: 'doç yrd uzm op alb gen org korg dz kur cad mah sok blv bşk av öğr sn bkz şti tel',
  vi: 'tp tx tt ths ts gs pgs bs ks q p tr đ',
  id: 'jl ir drs dra hj kec kab kel tgl bpk no',
  el: 'κ κα κκ δηλ αρ δρ καθ αγ βλ τηλ',
  ru: 'др ул пл пр просп пер бул наб им св тов акад проф доц инж ген полк подполк кап лейт см ср напр обл пос дер мкр корп стр тыс млн млрд чел ок отд кв рис табл гл гр тел',
  uk: 'ін вул пл пр просп пров бул бульв наб ім св акад проф доц інж ген полк підполк кап лейт див напр обл смт мкр корп стор тис млн млрд ст гл гр ред тел',
  be: 'вул пл пр ім св акад праф дац інж ген тыс млн млрд гл',
  bg: 'ул бул пл кв св проф доц д-р инж ген акад напр хил млн млрд гр тел',
  mk: 'ул бул св проф доц д-р инж ген акад тел',
  // The names of Latin letters: "جون إف. كينيدي", "جورج دبليو. بوش".
  ar: 'د أ إيه أيه بي سي دي إي إف اف جي إتش اتش آي جيه جاي كيه كاي إل ال إم ام إن أو كيو آر إس اس تي يو في دبليو إكس اكس واي زد زي',
  sr: 'npr ul sv gen br tj tzv др проф нпр ул св ген бр тј тзв',
}

/** What names have in any language's news. */
const ANYWHERE = 'dr prof mr mrs ms st vs'

/** Abbreviations that stand at a sentence's end as well, in any language: what follows tells. */
export const MAY_END: ReadonlySet<string> = new Set(
  'inc corp co ltd ltda bros feb aug sept oct nov dec янв февр апр авг сент окт нояб дек руб грн'.split(' '),
)

/** Letters that are words too, and may be a sentence's last. */
export const WORDS_OF_ONE_LETTER = /^[яєéèőåøö]$/u

// The first two of these say little to other languages, and Cyrillic nothing to Latin.
const UNKNOWN: readonly string[] = ['en', 'de', 'ru', 'uk']

const sets = new Map<string, ReadonlySet<string>>()

/** The abbreviations of a language; of the most likely ones where it is not known here. */
export function abbreviationsOf(language: string): ReadonlySet<string> {
  let set = sets.get(language)
  if (set === undefined) {
    const lists = Object.hasOwn(LISTS, language) ? [language] : UNKNOWN
    set = new Set([...lists.map((each) => LISTS[each]!), ANYWHERE].flatMap((each) => each.split(' ')))
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

/**
 * Words with a capital that begin a sentence behind an abbreviation which may end one ("the U.S.", "1799 г."), by
 * language: no name of a person or place begins with them.
 */
const STARTERS: Readonly<Record<string, RegExp>> = {
  de: startersOf(
    'Der Die Das Dem Den Ein Eine Er Sie Es Wir Ich Und Aber Doch Auch Dies Diese Dieser Dort Nach Bei Im In Am',
  ),
  en: startersOf(
    'A An And As At But For He Her His However I If In It Its Meanwhile On She That The Their There These They This Those We When While You',
  ),
  es: startersOf(
    'El La Los Las Un Una Lo En Es Se Su Sus Por Para Pero Con No Según Este Esta Esto Ese Esa También Además Y',
  ),
  fr: startersOf('Le La Les Un Une Des Il Elle Ils Elles Ce Cette Ces Mais Et En Dans Pour Selon Son Sa Ses'),
  it: startersOf('Il Lo La Gli Le Un Una È Ma E In Per Con Si Non Secondo Questo Questa'),
  pl: startersOf('On Ona Ono Oni One To Ten Ta Te W Na Po Z Do Od Ale Jednak Jak Według Nie Jego Jej'),
  pt: startersOf('O A Os As Um Uma Ele Ela Eles Elas Em No Na Mas E Segundo Este Esta Isso Não'),
  ru: startersOf(
    'Он Она Оно Они Это Этот Эта Эти В Во На По При Но А И Как Однако Также Кроме Его Её Ее Их Там Тогда За Для С Со К До После',
  ),
  uk: startersOf(
    'Він Вона Воно Вони Це Цей Ця Ці У В На За При Але А І Та Як Однак Проте Також Його Її Їх Там Тоді Для З До Після',
  ),
}

function startersOf(words: string): RegExp {
  return new RegExp(`^["'«“„(]?(?:${words.replaceAll(' ', '|')})(?![\\p{L}\\p{M}'’.-])`, 'u')
}

/** Whether `text` begins as a new sentence does, not as a name: "The", "Он". */
export function beginsSentence(text: string, language: string): boolean {
  return (Object.hasOwn(STARTERS, language) ? STARTERS[language]! : STARTERS['en']!).test(text)
}
