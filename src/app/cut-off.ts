const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)!

const lines = (text: string): number => text.trimEnd().split('\n').length

/**
 * Whether a config may be cut off: it ends before the one in force does, in the middle of a line or after fewer lines. A
 * half uploaded one is often a config too, without its last channels or the last rules of one.
 */
export function mayBeCutOff(text: string, inForce: string): boolean {
  if (text === inForce || text.trimEnd().endsWith(lastLine(inForce))) return false
  const endsInLine = !text.endsWith('\n') && inForce.endsWith('\n')
  return endsInLine || lines(text) < lines(inForce)
}
