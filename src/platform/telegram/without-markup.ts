import { Parser } from 'htmlparser2'

// As far as it goes where it is not closed: up to the next tag, or the end of the line.
const TAGS = /<!--.*?(?:-->|$)|<\/?[a-z][^<>\n]*>?/gis
const LINE_BREAK = /<br\s*\/?>/gi

/**
 * The words of a template whose markup is none: its tags are gone, line breaks apart, its character references are what
 * they mean. `links` are the holes of the link: one that stood in a tag alone stands behind the words.
 */
export function withoutMarkup(source: string, links: readonly string[]): string {
  const bare = source.replace(LINE_BREAK, '\n').replace(TAGS, '')
  let shape = ''
  const parser = new Parser({
    ontext(text) {
      shape += text
    },
  })
  parser.end(bare.replaceAll('<', '&lt;'))
  const [lost] = links.filter((hole) => source.includes(hole))
  return lost === undefined || links.some((hole) => shape.includes(hole)) ? shape : `${shape.trimEnd()}\n\n${lost}`
}
