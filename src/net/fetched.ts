/** What came of fetching a URL. Any complete HTTP answer is an answer, whatever its status. */
export type Fetched = Answer | FetchFailed

export interface Answer {
  readonly is: 'answer'
  readonly status: number
  /** Names in lower case; what came more than once is joined by ', '. */
  readonly headers: Readonly<Record<string, string>>
  /** Content codings undone. */
  readonly body: Uint8Array
  /** Of the answer, after redirects; without credentials and fragment. */
  readonly url: string
  /** Where the URL asked for has moved for good: the end of the 301s and 308s that lead the redirects. */
  readonly movedTo: string | null
}

export interface FetchFailed {
  readonly is: 'failed'
  readonly failure: 'refused-address' | 'bad-url' | 'unreachable' | 'timeout' | 'too-big' | 'redirects' | 'broken'
  /** One sentence for staff, without secrets. */
  readonly why: string
}

export function failed(failure: FetchFailed['failure'], why: string): FetchFailed {
  return { is: 'failed', failure, why }
}
