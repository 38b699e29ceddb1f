import { DISTRICTS, PEOPLE, TOWNS } from './places.ts'
import type { Telling } from './story.ts'
import { grouped, of, ordinal } from './words.ts'

export const fogNotice: Telling = (turn) => ({
  language: 'en',
  section: 'weather',
  slug: 'fog-notice',
  author: 'Pell Ansgate',
  title: `Fog notice no. ${14 + turn}: ferries at half speed, and the horn at ${of(DISTRICTS, turn, 10)} until noon`,
  standfirst: [
    `Sea fog lies over Orrisund this morning, thickest between ${of(DISTRICTS, turn, 10)} and the outer buoys.`,
    `Ferries run at half speed, and the weather office expects sun from about ${12 + (turn % 3)} o'clock.`,
  ],
  paragraphs: [
    `It is notice number ${14 + turn} of the season. Visibility at the lighthouse was ${60 + (turn % 12) * 10} metres at six, "which is to say we could see the stairs," the keeper wrote in the log.`,
    `Air and water differ by ${7 + (turn % 5)} degrees, forecaster ${of(PEOPLE, turn, 5)} explained, and where they meet the coast disappears. Inland, at ${of(TOWNS, turn)}, it is already a bright day.`,
    `The horn sounds every ninety seconds. People who live beside it say that one hears it only when it stops.`,
  ],
  picture: 'Masts in dense morning fog, with a pale sun above them',
})

export const ternCount: Telling = (turn) => ({
  language: 'en',
  section: 'nature',
  slug: 'tern-count',
  author: 'Yara Fenlow',
  title: `Fennside counts ${grouped('en', 1_204 + turn * 7)} terns, more than in any week on record`,
  standfirst: [
    `Eleven volunteers, four telescopes and one very patient dog have counted ${grouped('en', 1_204 + turn * 7)} terns on the Fennside flats.`,
    'The birds arrived early and in good voice, and the footbridge stays closed to let them nest.',
  ],
  paragraphs: [
    `The count goes by squares of reed, walked in silence. Each pair counts twice, and where the numbers differ a third pair is sent in with coffee.`,
    `"They come for the shallow water that the old salt pans left behind," said biologist ${of(PEOPLE, turn, 9)}. "We only had to stop being in the way."`,
    `The next count is in ${2 + (turn % 3)} weeks. Until then walkers reach the sea by the dyke at ${of(DISTRICTS, turn, 9)}, which has the better view anyway.`,
  ],
  picture: 'Terns rising from a reed bed in evening light',
})

export const schoolOrchard: Telling = (turn) => {
  const tree = grouped('en', 2_000 + turn * 24)
  const fruit = of(['pear', 'apple', 'quince', 'plum', 'cherry'], turn)
  return {
    language: 'en',
    section: 'schools',
    slug: 'school-orchard',
    author: 'Liesel Orvane',
    title: `Tree number ${tree} of the school orchards is a ${fruit}, planted in the rain at ${of(DISTRICTS, turn, 2)}`,
    standfirst: [
      `The children had chosen the day, and the day had chosen rain: tree number ${tree} stands nevertheless.`,
      `It is a ${fruit}, an old variety from ${of(TOWNS, turn, 7)}, and it has ${22 + (turn % 7)} guardians aged nine.`,
    ],
    paragraphs: [
      `Every school in Orrisund plants a row each year. The fruit belongs to whoever waters the tree in August, a rule the children wrote themselves and defend in detail.`,
      `"The first apples were very sour, and nobody said so," recalled caretaker ${of(PEOPLE, turn, 6)}. "That is what I call an education."`,
      `The city nursery sets aside ${grouped('en', 300 + (turn % 20) * 5)} young trees a season. Neighbours with a ladder are asked to come forward in September.`,
    ],
    picture: `Children in raincoats around a newly planted ${fruit} tree`,
  }
}

export const ropemakers: Telling = (turn) => {
  const goals = 2 + (turn % 3)
  const rival = of(TOWNS, turn, 1)
  return {
    language: 'en',
    section: 'sport',
    slug: 'ropemakers',
    author: 'Bram Sallowby',
    title: `Ropemakers ${goals}, ${rival} ${goals - 1}: match ${12 + turn} is won in the last minute, again`,
    standfirst: [
      `For the ${ordinal(3 + (turn % 9))} time this season the Orrisund Ropemakers left it until the last minute.`,
      `${of(PEOPLE, turn, 8)} headed in the goal that beat ${rival} ${goals}–${goals - 1}, from a corner nobody wanted to take.`,
    ],
    paragraphs: [
      `The visitors had been better for an hour and said so politely afterwards. On a pitch softened by ${3 + (turn % 5)} days of drizzle, passing was an act of hope.`,
      `"We train the last minute," said coach Hanne Vikdal, who may or may not have been joking. "The other eighty-nine are for the public."`,
      `${grouped('en', 3_870 + turn * 31)} came to the ground at ${of(DISTRICTS, turn, 8)}, where the terrace roof is to be finished before the next home match.`,
    ],
    picture: 'Players in red and white celebrating in the rain',
  }
}

export const regatta: Telling = (turn) => ({
  language: 'en',
  section: 'sport',
  slug: 'velm-regatta',
  author: 'Jorun Hallewick',
  title: `${of(DISTRICTS, turn, 4)} eight wins the ${ordinal(58 + turn)} Velm regatta by the length of an oar`,
  standfirst: [
    `After two kilometres against the tide, the eight from ${of(DISTRICTS, turn, 4)} crossed the line an oar's length ahead of ${of(TOWNS, turn, 6)}.`,
    `It was the closest finish since the regatta moved to the city reach.`,
  ],
  paragraphs: [
    `Both crews had trained through the winter on the same stretch, at different ends of the morning. "We knew them mainly as wake," said cox ${of(PEOPLE, turn, 3)}.`,
    `The judges needed ${4 + (turn % 7)} minutes and a photograph. The trophy, a silver bailer, goes to a boathouse with a leaking roof, where it will be useful.`,
    `Some ${grouped('en', 9_000 + turn * 110)} people watched from the bridges. The junior races follow next weekend, if the swans agree.`,
  ],
  picture: 'Two rowing eights side by side below the Velm bridge',
})
