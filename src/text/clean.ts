import { nfc } from './normal-form.ts'

/**
 * `text` without what no reader sees but what may deceive or break a post: control characters but tab and line feed,
 * bidirectional overrides and isolates (UAX #9), soft hyphens, zero-width spaces, lone surrogates. In NFC. Marks that
 * scripts need (ZWJ, ZWNJ, LRM, RLM) stay.
 */
export function clean(text: string): string {
  return nfc(windowsControls(text.toWellFormed().replace(/\r\n?/g, '\n')).replace(UNSEEN, ''))
}

/** `text` with the quotation marks and dashes that software writes as controls when it takes Windows-1252 for Latin-1. */
export function windowsControls(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) => windows1252.decode(Uint8Array.of(control.charCodeAt(0))))
}

const windows1252 = new TextDecoder('windows-1252')

const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff]/g

/** `text` on one line, spaces collapsed. A no-break space stays only where it joins a number to what follows. */
export function oneLine(text: string): string {
  return text
    .replace(/\s*(?:(?<=\d)([\u00a0\u202f])(?=\S)|\s+)/g, (_, joint: string | undefined) => joint ?? ' ')
    .trim()
}
