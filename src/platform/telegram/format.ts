import type { Draft, Piece, Post } from '#src/records.ts'
import { reword, withLead, withoutLinks, withRoom } from '../fit.ts'
import { nothingLeft } from '../nothing-left.ts'
import { pieceOfPicture } from '../picture.ts'
import type { Refusal } from '../platform.ts'
import { fitSaying } from '../saying.ts'
import type { TelegramChat } from './client.ts'
import { canLead } from './address.ts'
import { entitiesOf, type Entity } from './entities.ts'
import { readShape } from './read-shape.ts'
import { harmless, kept, linkable } from './words.ts'

/** What a Telegram channel has beyond what every channel has. */
export interface TelegramChannel extends TelegramChat {
  readonly link: 'inline' | 'button'
  /** The words on the button; null for the usual ones. */
  readonly button: string | null
  readonly preview: 'large' | 'off' | 'auto'
  /** The most of a summary, in UTF-16 units: a post in a chat is read in passing. */
  readonly summary: number
}

/** What Telegram allows a message, in code points of its text (core.telegram.org/bots/api#sendmessage). */
export const ALLOWED = 4096

/** What it allows the caption of a photo, counted the same way (core.telegram.org/bots/api#sendphoto). */
export const ALLOWED_CAPTION = 1024

const BUTTON = 'Read more'

/**
 * The post as Telegram takes it: text with entities. Markup is read in the template's own words only; what the article
 * says goes in as plain text afterwards, so that nothing it holds can break or bring formatting.
 */
export function formatPost(post: Post, channel: TelegramChannel): Draft | Refusal {
  return withLead(post, (each) => withRoom(each, isLong, (one) => formatOne(one, channel)))
}

function isLong(link: string): boolean {
  return link.length > ALLOWED / 2
}

function formatOne(post: Post, channel: TelegramChannel): Draft | Refusal {
  const onButton = channel.link === 'button' && canLead(post.link)
  const worded = reword(onButton ? withoutLinks(post) : post, harmless, linkable, kept)
  const markup = readShape(worded.segments)
  const fits = (text: string) => text.length <= ALLOWED || codePoints(text) <= ALLOWED
  const filled = fitSaying(worded, { shape: markup.shape, fits, maxSummary: channel.summary })
  if (filled === null) {
    return {
      is: 'refusal',
      why: `the template's own words and the link do not fit into Telegram's ${ALLOWED} characters: shorten the template`,
    }
  }
  const text = filled.units.join('')
  if (text === '') return nothingLeft(filled.pieces)
  const entities = entitiesOf(markup.spans, filled.units, worded.segments)
  const links = worded.segments.flatMap((segment) => (segment.is === 'link' && segment.url !== '' ? [segment.url] : []))
  const linked = onButton || links.some((link) => holdsLink(link, text, entities))
  const card = linked ? cardOf(worded, filled.pieces, channel) : NO_LINK
  const body = {
    chat_id: channel.chat,
    text,
    entities,
    link_preview_options: card.options,
    ...(onButton && { reply_markup: { inline_keyboard: [[{ text: channel.button ?? BUTTON, url: worded.link }]] } }),
  }
  const used = codePoints(text)
  const picture = used <= ALLOWED_CAPTION ? post.picture : null
  const length = { used, allowed: picture === null ? ALLOWED : ALLOWED_CAPTION }
  const tooLong = `the text has ${used} characters, and Telegram allows ${ALLOWED_CAPTION} below a picture`
  const missing = links.length > 0 && !linked ? missingLink(worded.link) : null
  return {
    parts: [{ body, text, length, link: linked ? worded.link : null, picture }],
    ...(markup.mistake && { mistake: markup.mistake }),
    pieces: [
      ...(markup.mistake ? [{ ...WITHOUT_MARKUP, why: markup.mistake.why }] : []),
      ...filled.pieces.map((piece) => (piece.of === 'link' ? (missing ?? piece) : piece)),
      ...(onButton ? [ON_BUTTON] : []),
      ...pieceOfPicture(post.picture, picture === null ? tooLong : null),
      picture === null || !linked ? card.piece : INSTEAD_OF_CARD,
    ],
  }
}

interface Card {
  /** core.telegram.org/bots/api#linkpreviewoptions */
  readonly options: object
  readonly piece: Piece
}

const WITHOUT_MARKUP: Piece = { of: 'template', from: null, stands: 'without its markup', why: null }

const ON_BUTTON: Piece = { of: 'link', from: null, stands: 'on a button', why: null }

function noCard(why: string): Card {
  return { options: { is_disabled: true }, piece: { of: 'preview', from: null, stands: null, why } }
}

// Its options stay in the body: they hold where the picture cannot be had.
const INSTEAD_OF_CARD: Piece = noCard('the picture stands in its place').piece

const NO_LINK: Card = noCard('the post has no link')

/**
 * The preview of the article's page: never of a page that the words happen to mention. Left out by itself only where it
 * is known to say nothing new: the page was read, has no picture, and its description and headline stand in the post.
 */
function cardOf({ link, card }: Post, pieces: readonly Piece[], { preview }: TelegramChannel): Card {
  if (preview === 'off') return noCard('the channel says preview: off')
  const says = (name: string) => pieces.some(({ of, stands }) => of === name && stands !== null)
  if (preview === 'auto' && card === 'nothing' && says('title') && says('summary')) {
    return noCard('it would only repeat headline and summary: the page has no picture')
  }
  const large = preview === 'large' || card === 'picture'
  const stands = large ? 'large' : "of the size that Telegram's apps choose"
  return {
    options: { url: link, ...(large && { prefer_large_media: true }) },
    piece: { of: 'preview', from: null, stands, why: null },
  }
}

/** Whether the link stands: written out, or behind words, there perhaps as a part of another address. */
function holdsLink(link: string, text: string, entities: readonly Entity[]): boolean {
  const spellings = [link, encodeURIComponent(link)]
  return text.includes(link) || entities.some(({ url }) => spellings.some((spelled) => url?.includes(spelled)))
}

/** What to tell of a link that the template has a place for and that stands nowhere. */
function missingLink(link: string): Piece {
  const why = canLead(link)
    ? 'the words that would lead to it are missing'
    : 'Telegram links no words to such an address'
  return { of: 'link', from: null, stands: null, why }
}

/** The length of a text as Telegram counts it. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
