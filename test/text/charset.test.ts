import { describe, expect, test } from 'vitest'
import { decodeBody } from '#src/text/charset.ts'
import { bytesIn } from '#test/feed/bytes.ts'

const xml = (declared: string | null, text: string): string =>
  `${declared === null ? '' : `<?xml version="1.0" encoding="${declared}"?>`}<rss><title>${text}</title></rss>`

const russian = 'Порт снова открыт для судов, сообщили в администрации города'

describe('a body is read', () => {
  test('as UTF-8 where nothing is said', () => {
    expect(decodeBody(Buffer.from(xml(null, russian)), null)).toEqual({
      text: xml(null, russian),
      charset: 'utf-8',
      warning: null,
    })
  })

  test('by its byte order mark before anything it says', () => {
    const marked = Buffer.concat([Buffer.from('\ufeff', 'utf16le'), Buffer.from(xml('UTF-8', russian), 'utf16le')])
    expect(decodeBody(marked, 'text/xml; charset=windows-1251')).toMatchObject({
      text: xml('UTF-8', russian),
      charset: 'utf-16le',
    })
  })

  test('as UTF-16 without a mark', () => {
    const little = Buffer.from(xml('UTF-16', russian), 'utf16le')
    expect(decodeBody(little, null).text).toContain(russian)
    expect(decodeBody(Buffer.from(little).swap16(), null).text).toContain(russian)
  })

  test.each([
    ['its declaration', 'windows-1251', 'windows-1251', null],
    ['a declaration in single words of its own', 'CP1251', 'windows-1251', null],
    ['the header', null, 'windows-1251', 'text/xml; charset=windows-1251'],
    ['the header before its declaration', 'koi8-r', 'windows-1251', 'application/rss+xml; Charset="windows-1251"'],
  ])('by %s', (_, declared, charset, contentType) => {
    const decoded = decodeBody(bytesIn(charset, xml(declared, russian)), contentType)
    expect(decoded).toMatchObject({ text: xml(declared, russian), charset, warning: null })
  })

  test('as UTF-8 where header and declaration are evidently wrong', () => {
    const decoded = decodeBody(Buffer.from(xml('windows-1251', russian)), 'text/xml; charset=iso-8859-1')
    expect(decoded).toMatchObject({ charset: 'utf-8', text: xml('windows-1251', russian) })
    expect(decoded.warning).toContain('iso-8859-1')
  })

  test('by its declaration where the header says UTF-8 and lies', () => {
    const decoded = decodeBody(bytesIn('windows-1251', xml('windows-1251', russian)), 'text/xml; charset=utf-8')
    expect(decoded).toMatchObject({ charset: 'windows-1251', text: xml('windows-1251', russian) })
  })

  test.each([
    ['windows-1251', 'iso-8859-1', russian],
    ['koi8-r', 'ISO-8859-1', russian],
    ['windows-1251', 'windows-1252', russian],
    ['windows-1251', 'us-ascii', 'ВНИМАНИЕ'],
    ['iso-8859-2', 'iso-8859-1', 'Łódź się'],
    ['shift_jis', 'iso-8859-1', '首相、国会で所信表明演説へ'],
  ])('as %s that it declares, where the header says %s as servers do by default', (declared, sent, text) => {
    const page = `<html><head><meta charset="${declared}"></head><body>${text}</body></html>`
    for (const whole of [xml(declared, text), page]) {
      const decoded = decodeBody(bytesIn(declared, whole), `text/html; charset=${sent}`)
      expect(decoded).toMatchObject({ text: whole, warning: null })
    }
  })

  test.each(['windows-1251', 'koi8-r', 'windows-1253', 'shift_jis', 'utf-8'])(
    'by the header’s default where what it declares, %s, makes no words of it',
    (declared) => {
      const text = 'Le café est fermé jusqu’à l’été, a annoncé la mairie'
      const decoded = decodeBody(bytesIn('windows-1252', xml(declared, text)), 'text/xml; charset=iso-8859-1')
      expect(decoded.text).toBe(xml(declared, text))
    },
  )

  test('though its declaration names what does not exist', () => {
    expect(decodeBody(Buffer.from(xml('klingon', russian)), null).text).toContain(russian)
    expect(decodeBody(Buffer.from(xml('utf-16', 'plain ASCII')), null).text).toContain('plain ASCII')
  })

  test('as UTF-8 with one broken byte, which is replaced and told', () => {
    const broken = Buffer.concat([Buffer.from(xml('utf-8', russian)), Buffer.from([0xd0])])
    const decoded = decodeBody(broken, null)
    expect(decoded.text).toContain(russian)
    expect(decoded.warning).toContain('1 characters are not utf-8')
  })

  test.each([
    [null, null],
    [null, 'text/xml; charset=iso-8859-1'],
    ['iso-8859-1', null],
    ['windows-1251', 'text/xml; charset=utf-8'],
    ['utf-8', 'text/xml; charset=windows-1252'],
  ])('as UTF-8 with an excerpt cut in mid-character, where %s is declared and %s sent', (declared, contentType) => {
    const cut = Buffer.concat([
      Buffer.from(xml(declared, `L’été à Nîmes, ${russian}`)),
      Buffer.from('é').subarray(0, 1),
    ])
    const decoded = decodeBody(cut, contentType)
    expect(decoded).toMatchObject({ charset: 'utf-8', warning: '1 characters are not utf-8 and were replaced' })
    expect(decoded.text).toContain(`L’été à Nîmes, ${russian}`)
  })

  test.each([
    ['windows-1251', russian],
    ['koi8-r', russian],
    ['windows-1252', 'Le café est fermé jusqu’à l’été, a annoncé la mairie'],
    ['euc-kr', '항구가 다시 열렸다고 시청이 밝혔다'],
    ['shift_jis', 'みなとがふたたびひらかれたと市がはっぴょうしました'],
    ['gb18030', '港口重新开放，这是市政府今天的消息，人们可以进出了'],
    ['big5', '港口重新開放，這是市政府今天的消息，人們可以進出了'],
    ['windows-874', 'ท่าเรือเปิดอีกครั้งแล้ว'],
  ])('by its bytes where nothing is said: %s', (charset, text) => {
    const decoded = decodeBody(bytesIn(charset, xml(null, text)), null)
    expect(decoded.text).toContain(text)
    expect(decoded.warning).toContain('declares no charset')
  })

  // 東京 in JIS X 0208.
  const tokyo = '\u001b$BEl5~\u001b(B'

  test.each([
    ['its declaration', 'ISO-2022-JP', null],
    ['another name of it', 'CP50220', null],
    ['the header', null, 'text/xml; charset=iso-2022-jp'],
  ])('as ISO-2022-JP by %s', (_, declared, contentType) => {
    const decoded = decodeBody(Buffer.from(xml(declared, tokyo), 'latin1'), contentType)
    expect(decoded).toEqual({ text: xml(declared, '東京'), charset: 'iso-2022-jp', warning: null })
  })

  test('as ISO-2022-JP by its escapes where nothing is said, or UTF-8', () => {
    for (const [declared, warning] of [
      [null, 'declares no charset: read as iso-2022-jp'],
      ['utf-8', 'is not utf-8: read as iso-2022-jp'],
    ] as const) {
      expect(decodeBody(Buffer.from(xml(declared, tokyo), 'latin1'), null)).toEqual({
        text: xml(declared, '東京'),
        charset: 'iso-2022-jp',
        warning,
      })
    }
  })

  test('as ISO-2022-JP where it is cut in mid-character, which is told', () => {
    const cut = decodeBody(Buffer.from(xml('iso-2022-jp', `${tokyo}\u001b$BE`), 'latin1').subarray(0, -15), null)
    expect(cut.text).toContain('東京')
    expect(cut).toMatchObject({ charset: 'iso-2022-jp' })
  })

  test('as UTF-8 where it says ISO-2022-JP and has no escapes of it', () => {
    expect(decodeBody(Buffer.from(xml('iso-2022-jp', '東京')), null)).toMatchObject({ charset: 'utf-8' })
    expect(decodeBody(Buffer.from(xml('iso-2022-jp', '東\u001b$B')), null)).toMatchObject({ charset: 'utf-8' })
  })
})

const headlines: Readonly<Record<string, readonly string[]>> = {
  gb18030: ['市政府发布港口改建计划', '外交部发言人就会谈答记者问', '消防支队扑灭仓库火灾', '前三季度进出口总值增长'],
  shift_jis: [
    '首相、国会で所信表明演説へ',
    '日経平均、三日続伸',
    '台風接近、鉄道各社が計画運休',
    '最高裁、原告敗訴の判決破棄',
  ],
  'euc-jp': [
    '首相、国会で所信表明演説へ',
    '日経平均、三日続伸',
    '台風接近、鉄道各社が計画運休',
    '最高裁、原告敗訴の判決破棄',
  ],
  big5: ['氣象局發布大雨特報', '總統府發言人表示關注', '加權指數收盤上漲', '消防局撲滅倉庫火勢'],
  'euc-kr': ['서울에 큰 눈, 출근길 혼잡', '국회 예산안 처리', '코스피 사흘째 상승'],
  'windows-874': ['ฝนตกหนักในกรุงเทพฯ น้ำท่วมหลายพื้นที่', 'ตลาดหุ้นไทยปิดบวก', 'นายกรัฐมนตรีแถลงผลการประชุม'],
  'windows-1251': ['У Києві оголошено тривогу', 'НБУ зберіг облікову ставку', 'Є загиблі: удар по Харкову'],
  'koi8-u': ['У Києві оголошено тривогу', 'НБУ зберіг облікову ставку', 'Є загиблі: удар по Харкову'],
  'windows-1253': ['Ισχυρός σεισμός στην Κρήτη', 'Νέα μέτρα για την ακρίβεια'],
  'windows-1255': ['גשם כבד בצפון הארץ', 'הבורסה ננעלה בעליות'],
  'windows-1256': ['أمطار غزيرة في شمال البلاد', 'ارتفاع أسعار النفط'],
  'windows-1252': ['Here’s what we know', 'It’s over: don’t panic', 'Société : l’école d’été', 'Großbrand in Köln'],
}

describe('headlines alone, which say nothing of their charset, are read as', () => {
  test.each(Object.entries(headlines))('%s', (charset, all) => {
    const items = all.map((title) => `<item><title>${title}</title></item>`).join('')
    for (const text of [items, items.repeat(20)]) {
      expect(decodeBody(bytesIn(charset, `<rss>${text}</rss>`), null).charset).toBe(charset)
    }
  })
})

test('an accent before a letter is no half of a Chinese character', () => {
  const polish = Buffer.from('Rz\xb1d przyj\xb1\xb3 bud\xbfet na przysz\xb3y rok', 'latin1')
  expect(decodeBody(polish, null).charset).toBe('windows-1252')
})
