import { DISTRICTS, PEOPLE, TOWNS } from './places.ts'
import type { Telling } from './story.ts'
import { grouped, of } from './words.ts'

export const longSitting: Telling = (turn) => {
  const sitting = 214 + turn
  const first = of(DISTRICTS, turn)
  const second = of(DISTRICTS, turn, 4)
  const town = of(TOWNS, turn, 2)
  return {
    language: 'en',
    section: 'council',
    slug: 'long-sitting',
    author: 'Tavo Lindquay',
    title:
      `Council agrees in sitting ${sitting}, after eleven hours, two breaks for soup and one power cut, to mend the roof of the ${first} school, ` +
      `to keep the ${second} baths open until the end of September, to lend ${town} a snow plough, to name the new footbridge after nobody in particular, ` +
      'and to begin its next sitting an hour earlier so that everyone may catch the last tram home',
    standfirst: [
      `Sitting ${sitting} ended at nineteen minutes past one with a unanimous vote to go to bed.`,
      `Before that the council had found money for the school at ${first}, for the baths at ${second} and for a neighbour in need of a plough.`,
    ],
    paragraphs: [
      `The agenda ran to ${38 + (turn % 12)} items. Mayor Marit Oskarne read out each, paused, and asked whether it could not be shorter; in ${6 + (turn % 5)} cases it could.`,
      `When the lights failed shortly after nine, the members went on by candle and, according to the clerk, faster. "Nobody can read out a table in the dark," said councillor ${of(PEOPLE, turn, 4)}.`,
      `The school roof comes first: the scaffolding goes up next week, and lessons move to the library. The plough leaves for ${town} as soon as somebody finds the key.`,
    ],
    picture: 'The council chamber late at night, lit by candles',
  }
}

export const budget: Telling = (turn) => {
  const millions = (4.2 + turn * 0.3).toFixed(1)
  const purpose = of(['playgrounds', 'quay walls', 'street trees', 'school kitchens', 'night buses', 'lifts'], turn)
  return {
    language: 'en',
    section: 'council',
    slug: 'city-budget',
    author: 'Tavo Lindquay',
    title: `Orrisund finds ${millions} million crowns for ${purpose}, without raising a single fee`,
    standfirst: [
      `The city will spend ${millions} million crowns on ${purpose} over the next two years.`,
      'The money comes from harbour dues that nobody had dared to plan with.',
    ],
    paragraphs: [
      `More ships came than the budget had foreseen, treasurer ${of(PEOPLE, turn, 1)} told the council, "and I would rather apologise for too much caution than for too little."`,
      `The first ${grouped('en', 120 + (turn % 30) * 15)} thousand go to ${of(DISTRICTS, turn, 6)}, where the list of wishes is longest. Residents can see each item, its price and its date on a board in the town hall.`,
      `The opposition asked why it had to be ${purpose}, was shown the letters from residents, and voted in favour.`,
    ],
    picture: 'The town hall of Orrisund in morning light',
  }
}

export const boardOfBenches: Telling = (turn) => ({
  language: 'en',
  section: 'council',
  slug: 'benches',
  author: 'Mirren Kostal',
  title: `Bench number ${grouped('en', 1_000 + turn * 3)} goes to ${of(DISTRICTS, turn, 2)}, facing the street and not the wall`,
  standfirst: [
    `A bench has been turned round in Orrisund, and with it a policy.`,
    `Number ${grouped('en', 1_000 + turn * 3)}, at ${of(DISTRICTS, turn, 2)}, is the first of ${20 + (turn % 15)} that will face whatever there is to see.`,
  ],
  paragraphs: [
    `For years benches were set down wherever the lorry could stop. A survey by pupils found ${30 + (turn % 20)} with a view of a hedge and one inside it.`,
    `"I have sat with my back to the sea for nine years," said ${of(PEOPLE, turn, 11)}, 81, who tried the new bench first and declared it sound.`,
    `Anyone may suggest a place until the end of the month. Shade counts twice, and so does a kiosk.`,
  ],
  picture: 'An old lady on a new wooden bench, looking towards the harbour',
})
