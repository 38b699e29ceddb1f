import { CallerMistake, unreachable } from '#src/base/errors.ts'
import { deliveryById, partsOf } from '#src/store/deliveries.ts'
import { wayOut, type Desk } from './actions.ts'
import { approve, waitsForYes, type Knowing } from './approve.ts'
import { needed, noDelivery, type Call, type CommandParts } from './call.ts'
import { showChange, showPageChange } from './changed.ts'
import { edit, editableText } from './edit.ts'
import { showPost } from './show.ts'

function knowingOf({ words, options }: Call): Knowing {
  if (options['as-it-is'] && options.anew) {
    throw new CallerMistake(`Say one of both: crier approve ${words[0]} --as-it-is, or --anew.`)
  }
  return options['as-it-is'] ? 'as-it-is' : options.anew ? 'anew' : 'ask'
}

/** Approves a post, or shows how its article has changed. Answers the exit code. */
export async function approvePost(call: Call, desk: Desk, { print, pageChange }: CommandParts): Promise<number> {
  const id = needed(call.words[0], 'a delivery')
  const knowing = knowingOf(call)
  const looks = knowing !== 'as-it-is' && (await waitsForYes(desk.store.read, id))
  const article = looks ? (await deliveryById(desk.store.read, id))?.article : undefined
  const page = article === undefined ? null : await pageChange(desk.store, article)
  const approved = await approve(desk, id, knowing, page)
  switch (approved.is) {
    case 'approved':
      print(`${id} goes when it is its turn.`)
      return 0
    case 'anew':
      print(`${id} is composed anew from the article of now: see \`crier held\` whether it waits again.`)
      return 0
    case 'changed':
      print(
        [
          `Nothing is approved: the article of ${id} has changed since the post was composed.`,
          ...(approved.feed === null ? [] : [showChange(approved.feed.before, approved.feed.now)]),
          ...(approved.page === null ? [] : [showPageChange(approved.page)]),
          `Post it all the same: crier approve ${id} --as-it-is`,
          `Compose it from the article of now: crier approve ${id} --anew · change it yourself: crier edit ${id}`,
        ].join('\n\n'),
      )
      return 1
    default:
      return unreachable(approved)
  }
}

/** Puts another text in a post; without one, tells that which is there, as it is written. Answers the exit code. */
export async function editPost(
  { words: [delivery, file], options }: Call,
  desk: Desk,
  { config, print, readText }: CommandParts,
): Promise<number> {
  const id = needed(delivery, 'a delivery')
  const [first] = await partsOf(desk.store.read, id)
  const account = config.accounts.find((each) => each.id === first?.account)
  if (first && !account) throw new CallerMistake(`${id} is for ${first.account}, which is no longer in crier.yaml.`)
  if (first === undefined || account === undefined) throw new CallerMistake(noDelivery(id))
  const { platform } = account
  if (options.text !== undefined && file !== undefined) {
    throw new CallerMistake(`Give the text once: crier edit ${id} FILE, or --text "…".`)
  }
  if (options.text === undefined && file === undefined) {
    print(await editableText(desk.store.read, id, platform))
    return 0
  }
  const edited = await edit(desk, id, options.text ?? (await readText(file!)), platform)
  if (edited.is === 'refused') {
    print(`Nothing is changed: ${edited.why}.`)
    return 1
  }
  const { channel, state } = edited.part
  const shown = { platform: platform.label, channel, account: account.id, text: platform.show(edited.draft) }
  print(showPost({ ...shown, ...edited.draft.length }))
  print(state === 'ready' ? `${id} goes when it is its turn.` : `It still waits. ${wayOut(id, edited.part)}`)
  return 0
}
