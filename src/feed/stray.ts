import { besideQuoted } from './quoted.ts'

const STRAY = /<(?![A-Za-z_/!?])/g

/**
 * `xml` with what opens no tag ("inflation < 3 percent") escaped, as XML wants it (1.0, section 2.4), but where it
 * quotes.
 */
export function escapeStray(xml: string): string {
  return besideQuoted(xml, (text) => text.replace(STRAY, '&lt;'))
}

/** `json` without the commas that stand behind the last of a list, as scripts leave them and JSON forbids. */
export function withoutLastCommas(json: string): string {
  let isText = false
  return json.replace(/\\.|"|,(?=\s*[\]}])/gs, (mark) => {
    if (mark === '"') isText = !isText
    return mark === ',' && !isText ? '' : mark
  })
}

/** A JSON document that is cut off, to the end of the last whole object in a list of its own, closed behind that. */
export function withoutCutEnd(json: string): string {
  const open: string[] = []
  let end = 0
  for (const { 0: mark, index } of json.matchAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)|[{}[\]]/gs)) {
    if (mark === '{' || mark === '[') open.push(mark)
    else if (mark === '}' || mark === ']') {
      open.pop()
      if (mark === '}' && open.length === 2 && open[1] === '[') end = index + 1
    }
  }
  return `${json.slice(0, end)}]}`
}
