/**
 * Whether `text` begins as no sentence does: in small letters, of a script that has others. The names of some makers do so
 * too (eBay, iPhone), and Georgian, whose capitals are for headings alone.
 */
export function goesOn(text: string): boolean {
  return /^["'“‘„«(]?(?!\p{Ll}{1,2}\p{Lu}|\p{Script=Georgian})\p{Ll}/u.test(text)
}
