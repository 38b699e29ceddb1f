import { endOf, type FormattedText } from './entity.ts'
import { badRequest } from './failure.ts'
import { booleanField, isObject, parseJson, textField } from './fields.ts'
import { checkLink } from './links.ts'
import { addressOf } from './render.ts'

/** What the preview of a message will be: the options for the answer, and the page it shows (null for none). */
export interface Preview {
  readonly options: unknown
  readonly card: string | null
}

/**
 * `link_preview_options` (or the older `disable_web_page_preview`) over a text: the page it names, else the first
 * address in the text (Bot API, "LinkPreviewOptions").
 * @throws Failure (400)
 */
export function readPreview(parameters: ReadonlyMap<string, string>, body: FormattedText): Preview {
  const written = parameters.get('link_preview_options')
  if (written === undefined || written === '') {
    const disabled = isTrue(parameters.get('disable_web_page_preview'))
    return disabled ? { options: { is_disabled: true }, card: null } : { options: null, card: firstAddress(body) }
  }
  const options = parseJson(written)
  if (options === undefined) throw badRequest("Can't parse link preview options JSON object")
  if (!isObject(options)) throw badRequest('Object expected as link preview options')
  const url = textField(options, 'url', "Can't parse link preview options", true)
  const [disabled] = ['is_disabled', 'prefer_small_media', 'prefer_large_media', 'show_above_text'].map((name) =>
    booleanField(options, name),
  )
  if (disabled === true) return { options, card: null }
  return { options, card: url === '' ? firstAddress(body) : url }
}

/**
 * The `reply_markup` of a message in a channel: an inline keyboard or nothing.
 * @throws Failure (400)
 */
export function readMarkup(parameters: ReadonlyMap<string, string>): unknown {
  const written = parameters.get('reply_markup')
  if (written === undefined || written === '') return null
  const markup = parseJson(written)
  if (markup === undefined) throw badRequest("Can't parse reply keyboard markup JSON object")
  if (!isObject(markup)) throw badRequest('Object expected as reply markup')
  const rows = markup['inline_keyboard']
  if (rows === undefined) throw badRequest('Inline keyboard expected')
  if (!Array.isArray(rows)) throw badRequest('Field "inline_keyboard" must be of type Array')
  for (const row of rows as unknown[]) {
    if (!Array.isArray(row)) throw badRequest('Field "inline_keyboard" must be an Array of Arrays')
    for (const button of row as unknown[]) checkButton(button)
  }
  return markup
}

/** What a message answers to: the number of a message, and whether it may be missing. Null where it answers nothing. */
export function readReply(
  parameters: ReadonlyMap<string, string>,
): { readonly id: number; readonly optional: boolean; readonly chat: string | null } | null {
  const written = parameters.get('reply_parameters')
  if (written === undefined || written === '') {
    const id = Number(parameters.get('reply_to_message_id') ?? 0)
    const optional = isTrue(parameters.get('allow_sending_without_reply'))
    return Number.isInteger(id) && id > 0 ? { id, optional, chat: null } : null
  }
  const reply = parseJson(written)
  if (reply === undefined) throw badRequest("Can't parse reply parameters JSON object")
  if (!isObject(reply)) throw badRequest('Object expected as reply parameters')
  const id = Number(textField(reply, 'message_id', "Can't parse reply parameters"))
  if (!Number.isInteger(id) || id <= 0) throw badRequest('Invalid message identifier specified')
  const chat = textField(reply, 'chat_id', "Can't parse reply parameters", true)
  return { id, optional: booleanField(reply, 'allow_sending_without_reply'), chat: chat === '' ? null : chat }
}

/** How Telegram reads a flag (telegram-bot-api, `to_bool`). */
export function isTrue(value: string | undefined): boolean {
  return ['true', 'yes', '1'].includes((value ?? '').trim().toLowerCase())
}

const ACTIONS = 'url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat copy_text pay'

function checkButton(button: unknown): void {
  const where = "Can't parse inline keyboard button"
  if (!isObject(button)) throw badRequest(`${where}: InlineKeyboardButton must be an Object`)
  if (textField(button, 'text', where) === '') throw badRequest(`${where}: Button text must be non-empty`)
  if (!ACTIONS.split(' ').some((name) => button[name] !== undefined)) {
    throw badRequest(`${where}: Text buttons are unallowed in the inline keyboard`)
  }
  if (button['url'] === undefined) return
  const url = textField(button, 'url', where)
  const checked = checkLink(url)
  if (checked.is === 'bad') throw badRequest(`Inline keyboard button URL '${url}' is invalid: ${checked.why}`)
}

/** The buttons of a keyboard that lead to addresses; the others show nothing to those who only read. */
export function linkButtons(markup: unknown): readonly { readonly text: string; readonly url: string }[] {
  const rows = isObject(markup) ? markup['inline_keyboard'] : null
  if (!Array.isArray(rows)) return []
  return rows.flat().flatMap((button: unknown) => {
    if (!isObject(button) || typeof button['text'] !== 'string' || typeof button['url'] !== 'string') return []
    const checked = checkLink(button['url'])
    return checked.is === 'bad' ? [] : [{ text: button['text'], url: checked.url }]
  })
}

/** The keyboard as a forwarded message keeps it: whole where all its buttons lead to addresses, else not at all. */
export function forwardedMarkup(markup: unknown): unknown {
  const rows = isObject(markup) ? markup['inline_keyboard'] : null
  const buttons = Array.isArray(rows) ? rows.flat().length : 0
  return buttons > 0 && linkButtons(markup).length === buttons ? markup : null
}

function firstAddress({ text, entities }: FormattedText): string | null {
  const first = entities
    .filter((entity) => endOf(entity) > entity.offset)
    .map((entity) => addressOf(entity, text))
    .find((address) => address !== null)
  return first ?? null
}
