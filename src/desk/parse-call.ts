import { parseArgs } from 'node:util'
import { CallerMistake } from '#src/base/errors.ts'
import { OPTIONS } from './help.ts'

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true })

/**
 * The words and options of a call.
 * @throws CallerMistake where an option is none of Crier's, TypeError where one is written wrong.
 */
export function parseCall(args: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(args)
  } catch (error) {
    const unknown = error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
    const name = unknown ? /'(-[^']*)'/.exec(error.message)?.[1] : undefined
    if (name === undefined) throw error
    throw new CallerMistake(
      /^-\d/.test(name)
        ? `${name} is read as an option: a number is written without a sign, from 1.`
        : `There is no option ${name}. \`crier --help\` lists them.`,
    )
  }
}
