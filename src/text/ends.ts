/**
 * `text` without the characters at its end that `of` matches, each by itself. Looks from the end: an expression with
 * `+$` begins anew at every character of every run, which takes quadratic time.
 */
export function withoutEnd(text: string, of: RegExp): string {
  let end = text.length
  while (end > 0) {
    const start = end - (end > 1 && text.codePointAt(end - 2)! > 0xffff ? 2 : 1)
    if (!of.test(text.slice(start, end))) break
    end = start
  }
  return text.slice(0, end)
}
