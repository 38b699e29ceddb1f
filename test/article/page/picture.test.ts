import { expect, test } from 'vitest'
import { isStandIn } from '#src/article/page/stand-in-picture.ts'
import { newsArticle, PAGE_URL, pageOf } from '#test/fixtures/page.ts'

const og = (url: string, size = ''): string => `<meta property="og:image" content="${url}">${size}`
const sized = (width: number): string => `<meta property="og:image:width" content="${width}">`
const at = (path: string): string => `https://news.example.com${path}`

test('the picture that the newsroom chose for cards goes first, then JSON-LD’s, then the cards’ own', () => {
  const linked = newsArticle({ image: { url: '/lead.jpg', width: '1600', height: 900, caption: 'The bridge' } })
  const card = '<meta name="twitter:image" content="/card.jpg">'
  const type = '<meta property="og:image:type" content="image/jpeg">'
  expect(pageOf(og('/og.jpg', sized(1200) + type) + linked + card).picture).toEqual({
    url: at('/og.jpg'),
    type: 'image/jpeg',
    width: 1200,
    height: null,
    alt: null,
  })
  expect(pageOf(linked + card).picture).toMatchObject({
    url: at('/lead.jpg'),
    width: 1600,
    height: 900,
    alt: 'The bridge',
  })
  expect(pageOf(card).picture?.url).toBe(at('/card.jpg'))
})

test('a thumbnail goes behind a picture that is known to be larger, and before one that is not', () => {
  const large = newsArticle({ image: { url: '/large.jpg', width: 1600 } })
  expect(pageOf(og('/small.jpg', sized(150)) + large).picture?.url).toBe(at('/large.jpg'))
  expect(pageOf(og('/small.jpg', sized(150)) + newsArticle({ image: '/other.jpg' })).picture?.url).toBe(
    at('/small.jpg'),
  )
})

test('where nothing else tells of one, the first figure of the story is the picture, at the largest size for platforms', () => {
  const figure = `<figure><img src="data:image/gif;base64,R0" srcset="/a-400.jpg 400w, /a-1200.jpg 1200w, /a-4000.jpg 4000w"
    alt="The bridge at dawn"><figcaption>Dawn.</figcaption></figure>`
  expect(pageOf('', figure).picture).toEqual({
    url: at('/a-1200.jpg'),
    type: null,
    width: 1200,
    height: null,
    alt: 'The bridge at dawn',
  })
  expect(pageOf('', '<img src="/pixel.gif" width="1"><figure><img src="/b.jpg" width="1"></figure>').picture).toBeNull()
})

test('the alternative text is the image’s in the page, else its caption', () => {
  const shown = (alt: string): string =>
    `<figure><img src="/cut/og.jpg?w=300" alt="${alt}"><figcaption>Dawn.</figcaption></figure>`
  expect(pageOf(og('/og.jpg'), shown('The bridge')).picture?.alt).toBe('The bridge')
  expect(pageOf(og('/og.jpg'), shown('')).picture?.alt).toBe('Dawn.')
})

test('the name of a file is no alternative text, and the words of a button in the caption are none of it', () => {
  const shown = (alt: string): string =>
    `<figure><img src="/og.jpg" alt="${alt}"><figcaption>Dawn. Reuters<button>Enlarge</button></figcaption></figure>`
  expect(pageOf(og('/og.jpg'), shown('IMG_2034.JPG')).picture?.alt).toBe('Dawn. Reuters')
  expect(pageOf(og('/og.jpg'), shown('DSC02341')).picture?.alt).toBe('Dawn. Reuters')
  expect(pageOf('', shown('IMG_2034.JPG')).picture?.alt).toBe('Dawn. Reuters')
  const card = `${og('/og.jpg')}<meta property="og:image:alt" content="IMG_2034.jpg">`
  expect(pageOf(card, shown('The bridge')).picture?.alt).toBe('The bridge')
  expect(pageOf(newsArticle({ image: { url: '/lead.jpg', caption: 'lead-final.jpg' } })).picture?.alt).toBeNull()
})

test('the publisher’s logo is no picture, whatever its name', () => {
  const publisher = { '@type': 'Organization', name: 'Example', logo: { url: '/brand/wide.png' } }
  expect(pageOf(og('/brand/wide.png') + newsArticle({ publisher, image: '/lead.jpg' })).picture?.url).toBe(
    at('/lead.jpg'),
  )
})

test('addresses are absolute, with entities resolved, and of the web', () => {
  expect(pageOf(newsArticle({ image: '//cdn.example.com/a.jpg?w=1&amp;h=2' })).picture?.url).toBe(
    'https://cdn.example.com/a.jpg?w=1&h=2',
  )
  expect(pageOf(og('javascript:alert(1)')).picture).toBeNull()
})

test.each([
  ['/img/logo-big.png', true],
  ['/img/Example_News_Logo_1200x630.jpg', true],
  ['/img/default-og-image.jpg', true],
  ['/static/logos/anything.jpg', true],
  ['/images/core/emoji/15.0.3/72x72/1f6a2.png', true],
  ['/avatar/0bc83cb571cd1c50ba6f3e8a78ef1346?s=96', true],
  ['/img/lead.svg', true],
  ['/img/masthead.png', true],
  ['/uploads/no-image-available.jpg', true],
  ['/uploads/image_not_found.png', true],
  ['/img/soc_share.png', true],
  ['/uploads/2026/cropped-news-fb-share-1200x630.png', true],
  ['/2026/05/bridge/share.png', false],
  ['/cards/share-8471934.png', false],
  ['/img/facebook.jpg', false],
  ['/img/no-image-of-the-king.jpg', false],
  ['/img/acme-logo-getty-1024-683.jpg', false],
  ['/img/fallback-plan-for-the-bridge.jpg', false],
  ['/img/%E0%A4%A.jpg', false],
  ['/img/bridge.jpg', false],
])('whether %s is a stand-in for a picture: %s', (path, expected) => {
  expect(isStandIn(at(path), PAGE_URL)).toBe(expected)
})
