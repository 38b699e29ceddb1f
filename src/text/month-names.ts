/**
 * The names of the months, January first, in full, inflected and abbreviated, as Unicode's CLDR has them for some seventy
 * languages, with what newspapers write besides; `_` is a space. Written down, because asking Intl for them takes 160 ms
 * and 27 MB in every worker that reads feeds.
 */
export const MONTH_NAMES: readonly string[] = [
  `january jan januar jänner janvier janv enero ene gennaio gen janeiro januari januarie styczeń stycznia sty leden
  ledna led januára siječanj siječnja sij јануар јан јануари януари январь января янв січень січня січ студзень
  студзеня сту ianuarie ian tammikuu tammikuuta tammi jaanuar jaan janvāris sausis sausio ιανουαρίου ιαν ocak oca
  yanvar yan қаңтар қаң январ يناير كانون_الثاني جانفي ינואר ינו ژانویه جنوري جنوری जनवरी जन जानेवारी जाने
  জানুয়ারি জানু มกราคม ม.ค. იანვარი იან հունվար հունվարի հնվ gener xaneiro xan urtarrila urt janar 一月 ינו׳ בינואר
  saus 正月 eanáir ean`,
  `february feb februar février févr febrero febbraio fevereiro fev februari februarie luty lutego lut únor února
  úno februára veljača veljače velj фебруар феб февруари фев февраль февраля февр лютий лютого лют люты лютага
  febr helmikuu helmikuuta helmi veebruar veebr februāris vasaris vasario φεβρουαρίου φεβ şubat şub fevral ақпан
  ақп феврал فبراير شباط فيفري פברואר פבר فوریه فېبروري فبروري فروری फ़रवरी फ़र फेब्रुवारी फेब्रु ফেব্রুয়ারি ফেব
  กุมภาพันธ์ ก.พ. pebrero peb თებერვალი თებ փետրվար փետրվարի փտվ febrer febreiro otsaila ots shkurt shk 二月 feber
  בפברואר שבט vas feabhra feabh`,
  `march mar märz mars marzo março maart mrt marzec marca březen března bře marec ožujak ožujka ožu март мар mart
  марта березень березня бер сакавік сакавіка сак martie március març maaliskuu maaliskuuta maalis marts kovas
  kovo μαρτίου μαρ наурыз нау مارس آذار מרץ مارچ मार्च মার্চ มีนาคม มี.ค. maret mac marso მარტი მარ մարտ մարտի մրտ
  martxoa 三月 mrz kov במרץ márta`,
  `april apr avril avr abril abr aprile kwiecień kwietnia kwi duben dubna dub apríla travanj travnja tra април апр
  апрель апреля квітень квітня квіт красавік красавіка кра aprilie aprīlis huhtikuu huhtikuuta huhti aprill
  balandis balandžio απριλίου απρ nisan nis aprel сәуір сәу апрел أبريل نيسان أفريل אפריל אפר آوریل اپریل अप्रैल
  एप्रिल एप्रि এপ্রিল এপ্রি เมษายน เม.ย. აპრილი აპრ ապրիլ ապրիլի ապր apirila api prill pri 四月 bal באפריל ابريل нис aibreán aib`,
  `may mai mayo maggio mag maio mei maj mája květen května kvě svibanj svibnja svi мај май мая травень травня трав
  május toukokuu toukokuuta touko maijs gegužė gegužės μαΐου μαΐ mayıs мамыр мам مايو أيار ماي מאי مه مۍ مئی मई मे
  মে พฤษภาคม พ.ค. მაისი მაი մայիս մայիսի մյս maig maiatza 五月 geg במאי bealtaine beal`,
  `june jun juni juin junio giugno giu junho junie czerwiec czerwca cze červen června čvn júna lipanj lipnja junij
  јун јуни юни июнь июня июн червень червня черв чэрвень чэрвеня чэр iunie iun június kesäkuu kesäkuuta kesä juuni
  jūnijs birželis birželio ιουνίου ιουν haziran haz iyun iyn маусым мау يونيو حزيران جوان יוני ژوئن جون जून জুন
  มิถุนายน มิ.ย. hunyo hun ივნისი ივნ հունիս հունիսի հնս juny xuño ekaina eka qershor qer 六月 birž ביוני meitheamh meith`,
  `july jul juli juillet juil julio luglio lug julho julie lipiec lipca červenec července čvc júla srpanj srpnja
  julij јул јули юли июль июля июл липень липня лип ліпень ліпеня ліп iulie iul július heinäkuu heinäkuuta heinä
  juuli jūlijs liepa liepos ιουλίου ιουλ temmuz tem iyul iyl шілде шіл يوليو تموز يوليوز جويلية יולי ژوئیه جولای
  جولائی जुलाई जुल जुलै জুলাই জুল กรกฎาคม ก.ค. julai hulyo hul ივლისი ივლ հուլիս հուլիսի հլս juliol xullo xul
  uztaila uzt korrik korr 七月 liep ביולי iúil`,
  `august aug août agosto ago augustus sierpień sierpnia sie srpen srpna augusta kolovoz kolovoza kol avgust avg
  август авг августа серпень серпня серп жнівень жніўня жні augusztus elokuu elokuuta elo augusts rugpjūtis
  rugpjūčio augusti ágúst agu αυγούστου αυγ ağustos avqust avq тамыз там أغسطس آب غشت أوت אוגוסט אוג اوت اګست اگست
  अगस्त अग ऑगस्ट ऑग আগস্ট আগ สิงหาคม ส.ค. agustus ogos ogo აგვისტო აგვ օգոստոս օգոստոսի օգս agost ag abuztua abu
  gusht gush 八月 aou rugp באוגוסט اغسطس lúnasa`,
  `september sep sept septembre septiembre settembre set setembro wrzesień września wrz září zář septembra rujan
  rujna ruj септембар сеп septembar септември сентябрь сентября сент вересень вересня вер верасень верасня
  septembrie szeptember szept syyskuu syyskuuta syys septembris rugsėjis rugsėjo σεπτεμβρίου σεπ eylül eyl
  sentyabr sen sentabr қыркүйек қыр сен сентябр سبتمبر أيلول شتنبر ספטמבר ספט سپتامبر سپتمبر سېپتمبر ستمبر सितंबर
  सित सप्टेंबर सप्टें সেপ্টেম্বর সেপ্ট সেপ กันยายน ก.ย. setyembre სექტემბერი სექ սեպտեմբեր սեպտեմբերի սեպ setembre
  iraila ira shtator sht 九月 rugs בספטמבר שתנבר meán_fómhair mfómh`,
  `october oct oktober okt octobre octubre ottobre ott outubro out październik października paź říjen října říj
  októbra октобар окт oktobar октомври октябрь октября жовтень жовтня жовт кастрычнік кастрычніка кас octombrie
  lokakuu lokakuuta loka oktoober oktobris spalis spalio οκτωβρίου οκτ ekim eki oktyabr oktabr қазан қаз октябр
  أكتوبر تشرين_الأول אוקטובר אוק اکتبر اکتوبر अक्टूबर अक्टू ऑक्टोबर ऑक्टो অক্টোবর অক্টো ตุลาคม ต.ค. oktubre
  ოქტომბერი ოქტ հոկտեմբեր հոկտեմբերի հոկ urria urr tetor tet 十月 spal באוקטובר اكتوبر deireadh_fómhair dfómh`,
  `november nov novembre noviembre novembro listopadu novembra studeni studenoga stu новембар нов novembar ноември
  ное ноябрь ноября нояб листопад листопада лист лістапад лістапада ліс noiembrie marraskuu marraskuuta marras
  novembris lapkritis lapkričio νοεμβρίου νοε kasım kas noyabr noy қараша қар ноя ноябр نوفمبر تشرين_الثاني نونبر
  נובמבר נוב نوامبر نومبر नवंबर नव नोव्हेंबर नोव्हें নভেম্বর নভে พฤศจิกายน พ.ย. nobyembre nob ნოემბერი ნოე
  նոյեմբեր նոյեմբերի նոյ azaroa aza nëntor nën 十一月 lapkr בנובמבר noi نوفمير samhain samhna samh`,
  `december dec dezember dez décembre diciembre dic dicembre dezembro desember des grudzień grudnia gru prosinec
  prosince pro decembra prosinac prosinca децембар дец decembar декември дек декабрь декабря грудень грудня груд
  снежань снежня сне decembrie joulukuu joulukuuta joulu detsember dets decembris gruodis gruodžio δεκεμβρίου δεκ
  aralık ara dekabr dek желтоқсан жел декабр ديسمبر كانون_الأول دجنبر דצמבר דצמ دسامبر دسمبر दिसंबर दिस डिसेंबर
  डिसें ডিসেম্বর ডিসে ธันวาคม ธ.ค. disember dis disyembre დეკემბერი დეკ դեկտեմբեր դեկտեմբերի դեկ desembre decembro
  abendua abe dhjetor dhj 十二月 בדצמבר gruod nollaig nollag noll`,
]
