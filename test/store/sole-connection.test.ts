import { expect, test } from 'vitest'
import { meetChannel } from '#src/store/channels.ts'
import { partById } from '#src/store/deliveries.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

test('a query that comes when its transaction has ended is refused, and is no transaction of its own', async () => {
  const store = await ownStore()
  const writer = await store.write(async (own) => own)
  await expect(meetChannel(writer, 'late', NOON)).rejects.toThrow('has ended')
  await expect(partById(writer, 'any')).rejects.toThrow('has ended')
  const failed = store.write(async (own) => {
    await meetChannel(own, 'undone', NOON)
    throw Object.assign(new Error('no'), { own })
  })
  const error = await failed.catch((thrown: unknown) => thrown)
  const { own } = error as { readonly own: typeof writer }
  await expect(meetChannel(own, 'late', NOON)).rejects.toThrow('has ended')
  expect(await store.read.selectFrom('channel').selectAll().execute()).toEqual([])
})

test('whoever has the connection keeps all others waiting, in their order, also where it fails', async () => {
  const store = await ownStore()
  const order: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = store.alone(async (only) => {
    await partById(only, 'any')
    await gate.promise
    order.push('first')
    throw new Error('no')
  })
  const take = (name: string): Promise<void> => store.alone(async () => void order.push(name))
  const others = [take('second'), store.write(async () => void order.push('third')), take('fourth')]
  gate.resolve()
  await expect(first).rejects.toThrow('no')
  await Promise.all(others)
  expect(order).toEqual(['first', 'second', 'third', 'fourth'])
})
