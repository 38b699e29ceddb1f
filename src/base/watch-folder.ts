import { watch } from 'node:fs'

/**
 * Calls `onChange` whenever something in `folder` seems to have changed: more often than it has, and not at all where
 * the system tells nothing of it (a folder that is missing, some mounted volumes). Who must know looks now and then too.
 */
export function watchFolder(folder: string, onChange: () => void): Disposable {
  try {
    // The folder, not the file: editors put a new file in the old one's place, volumes turn a link to another folder.
    const watcher = watch(folder, { persistent: false }, onChange)
    watcher.on('error', () => watcher.close())
    return { [Symbol.dispose]: () => watcher.close() }
  } catch {
    return { [Symbol.dispose]() {} }
  }
}
