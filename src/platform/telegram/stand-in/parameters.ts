import { badRequest } from './failure.ts'
import { isObject, parseJson } from './fields.ts'

/** A file of a multipart body. */
export interface Upload {
  readonly name: string
  readonly bytes: Buffer
}

/** What a request says, whichever way it says it: objects and arrays as JSON text, absent and null alike left out. */
export interface Parameters {
  readonly values: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, Upload>
}

/**
 * Reads the query (without its `?`) and the body: JSON, form, multipart (Bot API, "Making requests").
 * @throws Failure (400) on broken JSON or multipart, and on anything that is not UTF-8
 */
export function readParameters(query: string, contentType: string, body: Buffer): Parameters {
  const values = new Map<string, string>()
  const files = new Map<string, Upload>()
  readForm(query, values)
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase()
  if (body.length === 0) return { values, files }
  if (type === 'application/json') readJson(body, values)
  else if (type === 'application/x-www-form-urlencoded') readForm(body.toString('latin1'), values)
  else if (type === 'multipart/form-data') readMultipart(contentType, body, values, files)
  return { values, files }
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw badRequest('Strings must be encoded in UTF-8')
  }
}

function readJson(body: Buffer, values: Map<string, string>): void {
  const object = parseJson(utf8(body))
  if (!isObject(object)) throw badRequest("Can't parse JSON object")
  for (const [name, value] of Object.entries(object)) {
    if (value === null || value === undefined) continue
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (!text.isWellFormed()) throw badRequest('Strings must be encoded in UTF-8')
    values.set(name, text)
  }
}

function readForm(form: string, values: Map<string, string>): void {
  for (const pair of form.split('&')) {
    const [name = '', ...rest] = pair.split('=')
    if (name !== '') values.set(decodePart(name), decodePart(rest.join('=')))
  }
}

function decodePart(part: string): string {
  const bytes = part
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return utf8(Buffer.from(bytes, 'latin1'))
}

function readMultipart(
  contentType: string,
  body: Buffer,
  values: Map<string, string>,
  files: Map<string, Upload>,
): void {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) throw badRequest('Boundary not found')
  const separator = Buffer.from(`--${boundary}`)
  let at = body.indexOf(separator)
  if (at < 0) throw badRequest('Boundary not found in the body')
  for (;;) {
    at += separator.length
    if (body.subarray(at, at + 2).toString('latin1') === '--') return
    const head = body.indexOf('\r\n\r\n', at)
    const next = head < 0 ? -1 : body.indexOf(Buffer.from(`\r\n--${boundary}`), head + 2)
    if (head < 0 || next < 0) throw badRequest('Unexpected end of the multipart body')
    readPart(utf8(body.subarray(at, head)), body.subarray(head + 4, next), values, files)
    at = next + 2
  }
}

function readPart(head: string, bytes: Buffer, values: Map<string, string>, files: Map<string, Upload>): void {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1]
  if (name === undefined) throw badRequest('Unnamed part in the multipart body')
  const file = /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1]
  if (file === undefined) values.set(name, utf8(bytes))
  else files.set(name, { name: file, bytes })
}
