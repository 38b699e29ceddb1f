import { expect, test } from 'vitest'
import { withoutDateline } from '#src/article/dateline.ts'

test.each([
  ['KYIV, July 12 — The bridge opened.', 'The bridge opened.'],
  ['KYIV: The bridge opened.', 'The bridge opened.'],
  ['NEW DELHI: The bridge opened.', 'The bridge opened.'],
  ['KYIV — The bridge opened.', 'The bridge opened.'],
  ['NEW YORK (Agency) - The bridge opened.', 'The bridge opened.'],
  ['Berlin, 12. Juli (Agentur) – Die Brücke ist offen.', 'Die Brücke ist offen.'],
  ['КИЇВ, 12 липня — Міст відкрито.', 'Міст відкрито.'],
  ['Hamburg (kwd/lno) – Die Brücke ist offen.', 'Die Brücke ist offen.'],
  ['القدس (وكالة) - افتتح الجسر.', 'افتتح الجسر.'],
  ['本报塔恩7月12日电（记者 李文）大桥通车。', '大桥通车。'],
  ['海岸社讯 (记者 李文) 大桥通车。', '大桥通车。'],
  ['(서울=해안뉴스) 김민수 기자 = 다리가 열렸다.', '다리가 열렸다.'],
  ['London (Agency) — “We waited,” she said.', '“We waited,” she said.'],
])('%s begins without its dateline', (paragraph, expected) => {
  expect(withoutDateline(paragraph)).toBe(expected)
})

test.each([
  'The bridge — nine years in the making — opened.',
  'NATO met on Friday.',
  'Київ — столиця України.',
  'Mid-July was hot.',
  'Der Film (kurz) – und doch zu lang – läuft seit Freitag.',
  '大桥7月12日通车（记者在场）。',
  '电视塔（高 300 米）重新开放。',
  'الجسر (القديم) مغلق.',
])('%s stays as it is', (paragraph) => {
  expect(withoutDateline(paragraph)).toBe(paragraph)
})

test.each([
  ['ru', 'МОСКВА, 12 июля. /ТАСС/. Цены на пшеницу выросли на 3,5%.', 'Цены на пшеницу выросли на 3,5%.'],
  ['ru', 'МОСКВА, 12 июля. /ТАСС/.', ''],
  ['uk', 'КИЇВ. 12 липня. УНН. Новий міст відкрили в суботу.', 'Новий міст відкрили в суботу.'],
  ['ru', 'КАЗАНЬ, 12 июл — РИА Новости. Новый мост открыли в субботу.', 'Новый мост открыли в субботу.'],
  ['ru', 'Москва. 12 июля. INTERFAX.RU - Пожар на складе потушен.', 'Пожар на складе потушен.'],
  ['it', '(ANSA) - ROMA, 12 LUG - Due operai sono rimasti feriti. (ANSA).', 'Due operai sono rimasti feriti.'],
  [
    'de',
    'Berlin. Die Bahn kauft 30 neue Züge für den Fernverkehr.',
    'Die Bahn kauft 30 neue Züge für den Fernverkehr.',
  ],
  ['de', 'Köln. Die Bahn kauft 30 neue Züge für den Fernverkehr.', 'Die Bahn kauft 30 neue Züge für den Fernverkehr.'],
  ['de', 'Berlin · Die Bahn kauft Züge.', 'Die Bahn kauft Züge.'],
  ['de', '(ots) Am Samstag kam es zu einem Unfall.', 'Am Samstag kam es zu einem Unfall.'],
  ['de', 'Die Brücke ist offen, sagte er. (dpa)', 'Die Brücke ist offen, sagte er.'],
  ['en', 'July 12 (Reuters) - Shares fell on Monday.', 'Shares fell on Monday.'],
  ['en', 'New Delhi, Jul 12 (PTI) Shares fell on Monday.', 'Shares fell on Monday.'],
  ['en', 'New Delhi [India], July 12 (ANI): Shares fell on Monday.', 'Shares fell on Monday.'],
  ['en', '12/07/2026 Tarnholm (ABC News) Shares fell on Monday.', 'Shares fell on Monday.'],
  ['en', '(CNN) — Shares fell on Monday.', 'Shares fell on Monday.'],
  ['es', 'Madrid, 12 jul (EFE).- El presidente viajará el lunes.', 'El presidente viajará el lunes.'],
  ['es', 'CIUDAD DE MÉXICO.- La línea cerró este sábado.', 'La línea cerró este sábado.'],
  ['es', 'Sevilla, 12 de julio (EFE).- El presidente viajará el lunes.', 'El presidente viajará el lunes.'],
  ['fr', 'PARIS, 12 juil. (Reuters) - Le Sénat a voté samedi.', 'Le Sénat a voté samedi.'],
  ['ru', 'МОСКВА, 12 июля — МИД: переговоры продолжатся.', 'МИД: переговоры продолжатся.'],
  ['ar', 'القاهرة - رويترز: افتتحت الحكومة جسراً جديداً.', 'افتتحت الحكومة جسراً جديداً.'],
  ['ur', 'لاہور: (ویب ڈیسک) لاہور میں نیا پل کھول دیا گیا۔', 'لاہور میں نیا پل کھول دیا گیا۔'],
  ['hi', 'नई दिल्ली, 12 जुलाई (भाषा) राष्ट्रपति ने पुल का उद्घाटन किया।', 'राष्ट्रपति ने पुल का उद्घाटन किया।'],
  ['bn', 'ঢাকা, ১২ জুলাই (ইউএনবি)- নতুন সেতু খুলে দেওয়া হয়েছে।', 'নতুন সেতু খুলে দেওয়া হয়েছে।'],
  ['id', 'Jakarta, CNN Indonesia -- Jembatan baru dibuka pada hari Sabtu.', 'Jembatan baru dibuka pada hari Sabtu.'],
  ['ar', 'القاهرة - أعلنت الحكومة افتتاح الجسر الجديد يوم الاثنين.', 'أعلنت الحكومة افتتاح الجسر الجديد يوم الاثنين.'],
  ['ar', 'عمون - استأنف مجلس النواب جلساته يوم الاثنين.', 'استأنف مجلس النواب جلساته يوم الاثنين.'],
  ['ar', 'تونس - نفت وزارة الداخلية إغلاق الجسر.', 'نفت وزارة الداخلية إغلاق الجسر.'],
  ['ar', 'الرباط - التقى الوزير نظيره يوم الاثنين.', 'التقى الوزير نظيره يوم الاثنين.'],
  ['ar', 'بيروت - دعت الحكومة إلى جلسة يوم الاثنين.', 'دعت الحكومة إلى جلسة يوم الاثنين.'],
  ['fa', 'تهران- ایرنا- پل تازه در تهران گشایش یافت.', 'پل تازه در تهران گشایش یافت.'],
  ['hi', 'नई दिल्ली, एएनआई। राष्ट्रपति ने पुल का उद्घाटन किया।', 'राष्ट्रपति ने पुल का उद्घाटन किया।'],
  ['hi', 'नई दिल्ली, नई दुनिया। नया पुल खुल गया।', 'नया पुल खुल गया।'],
  ['hi', 'जागरण संवाददाता, लखनऊ। नया पुल खुल गया।', 'नया पुल खुल गया।'],
  ['vi', '(Dân trí) - Cầu mới mở cửa hôm thứ bảy.', 'Cầu mới mở cửa hôm thứ bảy.'],
  ['id', 'Liputan6.com, Jakarta - Jembatan baru dibuka pada hari Sabtu.', 'Jembatan baru dibuka pada hari Sabtu.'],
  ['ja', '【東京＝山田太郎】新しい橋が12日、開通した。', '新しい橋が12日、開通した。'],
  ['zh', '【海岸综合报道】新华社上海7月12日电（记者 张三 李四）上海新大桥12日通车。', '上海新大桥12日通车。'],
  ['zh', '（中央社記者陳大文台北12日電）台北捷運新線今天啟用。', '台北捷運新線今天啟用。'],
  ['ko', '[서울=해안뉴스] 홍길동 기자 = 새 다리가 개통됐다.', '새 다리가 개통됐다.'],
])('in %s, %s begins without its dateline', (language, paragraph, expected) => {
  expect(withoutDateline(paragraph, language)).toBe(expected)
})

test.each([
  ['de', 'Berlin. Macht. Politik. Der neue Roman erzählt von allen dreien zugleich.'],
  ['de', 'Nein. Das ist nicht die Antwort, die sich die Stadt erhofft hatte.'],
  ['de', 'Prof. Müller leitet die Klinik seit dem Sommer des vergangenen Jahres.'],
  ['de', 'St. Gallen liegt in der Schweiz.'],
  ['de', 'Am 12. Juli (Sonntag) öffnet die Brücke.'],
  ['de', 'Der 1. FC Köln – Tabellenführer seit Mai – verliert.'],
  ['de', 'Angela Roe (SPD): Wir brauchen die Brücke.'],
  ['en', 'Coffee. Nobody in the office can do without it before the morning meeting.'],
  ['en', 'July 12 was the hottest day of the year.'],
  ['en', 'July 4 (Independence Day) — America’s birthday — was hot.'],
  ['en', 'June 6, 1944 – D-Day – changed the war.'],
  ['en', 'On July 12, Ukraine: A Life opens in London.'],
  ['en', 'Mr. Smith (Labour) resigned.'],
  ['en', 'Sen. Ann Roe of Ohio said on Monday that she would resign from the committee.'],
  ['en', 'Kyiv, July 12 and London, July 13: two concerts were cancelled.'],
  ['en', '[The company] said it would pay.'],
  ['en', 'U.S. President Ann Roe said on Monday that she would go to Kyiv.'],
  ['en', 'May 2026 was warm.'],
  ['en', 'Ann Roe, May 12: “We waited.”'],
  ['es', 'El 12 de julio, Madrid: así empezó todo.'],
  ['fr', 'Le 12 juillet, Paris a gagné.'],
  ['it', 'Roma, 12 luglio 1943, fu una giornata calda.'],
  ['pl', 'W lipcu 12 osób zginęło.'],
  ['ru', '12 июля Москва отметила праздник.'],
  ['ru', 'Путин: переговоры продолжатся.'],
  ['uk', '12 липня в Києві відкрили міст.'],
  ['uk', 'ЗСУ звільнили село.'],
  ['tr', '12 Temmuz’da köprü açıldı.'],
  ['ar', 'قال الوزير: الجسر جاهز.'],
  ['ar', 'الجسر الجديد - وهو الأطول في البلاد - افتتح اليوم.'],
  ['ar', 'ميسي - كعادته - سجل هدفين في المباراة.'],
  ['ar', 'غزة - المدينة القديمة - دخلت عامها الثالث.'],
  ['ar', 'طريق القاهرة - الإسكندرية الصحراوي شهد حادثا مروعا صباح اليوم.'],
  ['ar', 'مباراة الهلال - النصر انتهت بالتعادل مساء يوم الاثنين.'],
  ['ar', 'القاهرة - الإسكندرية طريق يغلق مساء كل يوم اثنين.'],
  ['ar', 'دبي - أبوظبي قطار سريع يربط المدينتين في أقل من ساعة.'],
  ['ar', 'روسيا - أوكرانيا محادثات جديدة تبدأ في إسطنبول يوم الاثنين.'],
  ['ar', 'ليفربول - تشيلسي مباراة تحسم لقب الدوري مساء يوم الأحد.'],
  ['fa', 'تهران - مشهد پرترددترین مسیر ریلی کشور در تابستان امسال است.'],
  ['ar', 'كوفيد- 19 ينتشر من جديد في مدن الشمال.'],
  ['fa', 'علمی- تخیلی نام ژانر این فیلم تازه در تهران است.'],
  ['fa', 'قطار تهران - مشهد روز دوشنبه از ریل خارج شد.'],
  ['ur', 'پاک - بھارت میچ پیر کے روز لاہور میں کھیلا گیا۔'],
  ['de', 'Booking.com – Hotels klagen gegen das Portal.'],
  ['ar', 'الجسر مغلق - كما قال الوزير.'],
  ['he', 'הגשר החדש נפתח ביום שבת.'],
  ['he', 'הגשר - סגור לתנועה מיום שבת.'],
  ['hi', 'जी हाँ, बिल्कुल सही। पुल खुल गया है।'],
  ['hi', 'नहीं, कभी नहीं। यह मंत्री का जवाब था।'],
  ['hi', 'न खाता, न बही। पुल का हिसाब किसी के पास नहीं है।'],
  ['hi', 'नई सड़क, नई उम्मीद। गाँव के लोग खुश हैं।'],
  ['ar', 'دبي - طالب يفوز بجائزة القراءة يوم الاثنين.'],
  ['hi', 'राम, श्याम और मोहन पुल पर गए।'],
  ['id', 'Booking.com - Situs terbesar di Eropa - tutup pada hari Sabtu.'],
  ['en', 'Amazon.com - the retailer - said on Monday that it would close.'],
  ['en', '(Un)lucky: the bridge is shut.'],
  ['hi', '12 जुलाई को पुल खुला।'],
  ['fa', 'پل تازه در تهران گشایش یافت.'],
  ['th', 'สะพานใหม่เปิดเมื่อวันที่ 12 กรกฎาคม'],
  ['ja', '12日、新しい橋が開通した。'],
  ['ja', '「待った」と知事は述べた。'],
  ['zh', '（图）大桥通车。'],
  ['ko', '12일 새 다리가 개통됐다.'],
])('in %s, %s stays as it is', (language, paragraph) => {
  expect(withoutDateline(paragraph, language)).toBe(paragraph)
})

test.each([
  ['KOMPAS.com - Banjir merendam ratusan rumah.', 'Banjir di Jakarta Timur', 'Banjir merendam ratusan rumah.'],
  ['VIVA.co.id – Banjir merendam ratusan rumah.', 'Banjir di Jakarta Timur', 'Banjir merendam ratusan rumah.'],
  ['Booking.com – Hotels klagen gegen das Portal.', 'Hotels gegen Booking', null],
  ['Amazon.com - the retailer - said on Monday that it would close.', 'Retailer closes', null],
  ['Kompas.com is a site of Jakarta.', 'Sites of Jakarta', null],
])('under a headline that does not speak of it a site is no subject: %s', (paragraph, headline, expected) => {
  expect(withoutDateline(paragraph, 'id', headline)).toBe(expected ?? paragraph)
})

test.each([
  [
    'ar',
    '\u200fتارنهولم (رويترز) - أغلق الميناء \u200f(الجديد)\u200f يوم الاثنين.',
    'أغلق الميناء \u200f(الجديد)\u200f يوم الاثنين.',
  ],
  ['ar', 'القدس \u200f(وكالة)\u200f - \u200fافتتح الجسر.', 'افتتح الجسر.'],
  ['he', '\u200fירושלים (רויטרס) - הגשר החדש נפתח ביום שבת.', 'הגשר החדש נפתח ביום שבת.'],
  ['en', '\u200eTARNHOLM, Nov 23 (Reuters) - The port was shut.', 'The port was shut.'],
  ['he', '\u200fהגשר החדש נפתח ביום שבת.', '\u200fהגשר החדש נפתח ביום שבת.'],
])('in %s, marks of direction hide no dateline: %s', (language, paragraph, expected) => {
  expect(withoutDateline(paragraph, language)).toBe(expected)
})

test('hostile beginnings cost no more than their length', () => {
  for (const piece of ['A', 'A ', 'Aa ', 'a', '1. ', '(a', 'A.', 'ا ', 'A-', 'July 12 ', '\u200f', '\u200fا ']) {
    const took = (count: number): number => {
      const began = process.cpuUsage()
      withoutDateline(piece.repeat(count), 'de')
      const { user, system } = process.cpuUsage(began)
      return user + system
    }
    took(1_000)
    expect(took(80_000)).toBeLessThan(Math.max(took(10_000), 5_000) * 24)
  }
})
