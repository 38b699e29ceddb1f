import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { ownFolder } from '#test/fixtures/stored.ts'
import { editUnderLoad } from './edits.ts'

test(
  'edits of the config while articles flow lose nothing, post nothing twice, and decide nothing by half a file',
  { timeout: 60 * SECOND },
  async () => {
    const edited = await editUnderLoad(ownFolder(), { edits: 20, articles: 50 })
    expect(edited).toMatchObject({ applied: 10, refused: 10, lost: [], twice: [], strange: [], ended: [] })
    expect(edited.wordings).toBeGreaterThan(3)
  },
)
