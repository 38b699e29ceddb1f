/** Parts at work that end together: none starts anything more while another one still ends. */
export interface Together extends AsyncDisposable {
  /** Takes a part in, and answers it. Once the others are told to end, it is told so at once. */
  use<Part extends AsyncDisposable>(part: Part): Part
}

/**
 * Opens a group of parts. All of them are told to end, one right after the other, when it is disposed or `stop` aborts;
 * disposing waits for them all. It throws what the first of them throws that cannot end.
 */
export function openTogether(stop: AbortSignal): Together {
  const parts: AsyncDisposable[] = []
  const endings: Promise<readonly PromiseSettledResult<void>[]>[] = []
  let ends = stop.aborted
  const end = (): void => {
    ends = true
    endings.push(Promise.allSettled(parts.splice(0).map((part) => part[Symbol.asyncDispose]())))
  }
  stop.addEventListener('abort', end, { once: true })
  return {
    use(part) {
      parts.push(part)
      if (ends) end()
      return part
    },
    async [Symbol.asyncDispose]() {
      stop.removeEventListener('abort', end)
      end()
      const failed = (await Promise.all(endings)).flat().find((ending) => ending.status === 'rejected')
      if (failed) throw failed.reason
    },
  }
}
