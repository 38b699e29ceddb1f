import { openHouse, type House } from '../fixtures/house.ts'
import { openDoor, type Door } from './door.ts'

/** Doors before both platforms, and the house behind them. */
export interface Street extends AsyncDisposable {
  readonly house: House
  readonly doors: readonly Door[]
}

export async function openStreet(): Promise<Street> {
  await using stack = new AsyncDisposableStack()
  const roots = { x: '', telegram: '' }
  const x = stack.use(await openDoor(() => roots.x))
  const telegram = stack.use(await openDoor(() => roots.telegram))
  const house = stack.use(
    await openHouse({
      apiRoots(real) {
        Object.assign(roots, real)
        return { x: x.url, telegram: telegram.url }
      },
    }),
  )
  const owned = stack.move()
  return { house, doors: [x, telegram], [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
