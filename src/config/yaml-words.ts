import type { YAMLError } from 'yaml'

interface Words {
  readonly what: string
  readonly remedy: string
}

const QUOTE = 'put text that holds special characters in "quotes"'

const UNREADABLE: Words = { what: 'the file cannot be read from here on', remedy: `write \`key: value\`; ${QUOTE}` }
const NO_ANCHOR: Words = { what: 'a name after * refers to nothing', remedy: 'put text that begins with * in quotes' }

const WORDS: Readonly<Partial<Record<YAMLError['code'], Words>>> = {
  DUPLICATE_KEY: { what: 'this key stands twice', remedy: 'keep one of the two' },
  TAB_AS_INDENT: { what: 'a tab stands where spaces are needed', remedy: 'indent with spaces, two for each level' },
  BAD_INDENT: {
    what: 'the indentation does not fit the lines around it, or a bracket is not closed',
    remedy: 'let keys of one level begin in one column; close every [ and {',
  },
  BAD_SCALAR_START: { what: 'text cannot begin with this character', remedy: 'put it in quotes: "@news_world"' },
  BLOCK_AS_IMPLICIT_KEY: { what: 'a second colon stands in this line', remedy: QUOTE },
  BAD_DQ_ESCAPE: {
    what: 'a backslash in "quotes" begins something unknown',
    remedy: "write \\\\ for a backslash, or use 'single quotes'",
  },
  NON_STRING_KEY: { what: 'a key must be one word', remedy: 'put a template in quotes: "{{ title }}"' },
  MULTILINE_IMPLICIT_KEY: { what: 'a key and its colon must stand in one line', remedy: 'write `key: value`' },
  MISSING_CHAR: {
    what: 'a quote, a bracket or a colon is missing',
    remedy: 'write `key: value`, and close what was opened',
  },
  BAD_ALIAS: NO_ANCHOR,
  ALIAS_PROPS: NO_ANCHOR,
  TAG_RESOLVE_FAILED: { what: 'a word after ! is not understood', remedy: 'put text that begins with ! in quotes' },
  MULTIPLE_DOCS: { what: 'a second document begins here', remedy: 'remove the line ---, and keep everything in one' },
  BAD_DIRECTIVE: { what: 'a line that begins with % is not understood', remedy: 'remove it' },
}

/** What a fault in the YAML means to a person who edits the file. Never repeats what stands there: it may be a secret. */
export function wordsForYaml(code: YAMLError['code']): Words {
  return WORDS[code] ?? UNREADABLE
}
