import { DISTRICTS, PEOPLE, TOWNS } from './places.ts'
import type { Telling } from './story.ts'
import { grouped, of, ordinal } from './words.ts'

export const saltAndLantern: Telling = (turn) => {
  const evening = 3 + turn
  const band = of(['Tide & Bell', 'Oak & Ember', 'Net & Needle', 'Fog & Fiddle'], turn)
  const careless = band.replace('&', '&amp;amp;')
  return {
    language: 'en',
    section: 'culture',
    slug: 'salt-and-lantern',
    author: 'Oda Brenmark',
    title: `Live: Salt & Lantern, evening ${evening}, with ${band} on the floating stage`,
    feedTitle: `<b>Live:</b> Salt &amp; Lantern, evening ${evening}, with <em>${careless}</em> on the floating stage`,
    standfirst: [
      `The lanterns are lit, the tide is with the musicians: evening ${evening} of Salt & Lantern has begun.`,
      `${band} open on the floating stage, and there are still ${40 + (turn % 30)} places on the sea wall.`,
    ],
    paragraphs: [
      `The festival began as a way to light fishermen home. Today ${grouped('en', 2_600 + turn * 12)} lanterns hang between the harbour office and ${of(DISTRICTS, turn, 3)}, each with the name of a boat.`,
      `"You play differently when the stage moves," said ${of(PEOPLE, turn, 2)} of ${band}. "Slower, and with one foot wider."`,
      `Bring something warm. The last trams wait for the last song, as the tram company confirmed in writing.`,
    ],
    picture: 'Paper lanterns over the water and a small stage with musicians',
  }
}

export const mapExhibition: Telling = (turn) => ({
  language: 'en',
  section: 'culture',
  slug: 'wrong-maps',
  author: 'Casimir Dunnet',
  title: `Museum of Wrong Maps adds number ${88 + turn}: a sea chart on which ${of(TOWNS, turn)} is an island`,
  standfirst: [
    `${of(TOWNS, turn)} has never been an island, but for ${19 + (turn % 25)} years sailors steered around it.`,
    `The chart that made it one is now number ${88 + turn} in Orrisund's smallest museum.`,
  ],
  paragraphs: [
    `The museum keeps two rooms above a chandlery at ${of(DISTRICTS, turn, 5)} and collects nothing but errors. "Correct maps are all alike," said its founder, ${of(PEOPLE, turn, 10)}.`,
    `The mistake was probably a drop of ink, carefully copied by ${3 + (turn % 4)} generations. One captain even claimed to have landed there for water.`,
    `Admission is 4 crowns, and visitors who find a new mistake in the catalogue pay nothing.`,
  ],
  picture: 'An old sea chart under glass, with a finger pointing at a tiny island',
})

export const choir: Telling = (turn) => ({
  language: 'en',
  section: 'culture',
  slug: 'dockers-choir',
  author: 'Sunniva Tarrow',
  title: `Dockers' choir takes new member number ${64 + turn}, a bass from ${of(TOWNS, turn, 8)}`,
  standfirst: [
    `The dockers' choir had been looking for a bass for ${5 + (turn % 10)} months and found one in the queue at the fish market.`,
    `${of(PEOPLE, turn, 7)} asked for two herrings in a voice that ended the search.`,
  ],
  paragraphs: [
    `The choir rehearses in a warehouse between two shifts, when the cranes are still. Of its ${64 + turn} members past and present, ${31 + (turn % 6)} still sing.`,
    `"We do not audition," said conductor Ragna Thule. "You stay for one song, and then you know, and so do we."`,
    `The spring concert is to be sung from a barge, moored at ${of(DISTRICTS, turn)}. Its ${ordinal(2 + (turn % 7))} half belongs to songs about rain.`,
  ],
  picture: 'Men and women in work jackets singing in a warehouse',
})
