import { DISTRICTS, PEOPLE, TOWNS } from './places.ts'
import type { Telling } from './story.ts'
import { grouped, of, ordinal } from './words.ts'

export const nightFerry: Telling = (turn) => {
  const town = of(TOWNS, turn, 2)
  const number = grouped('en', 100_000 + turn * 2_350)
  const passenger = of(PEOPLE, turn)
  return {
    language: 'en',
    section: 'harbour',
    slug: 'night-ferry',
    author: 'Sunniva Tarrow',
    title: `Night ferry to ${town} welcomes passenger number ${number}`,
    standfirst: [
      `${passenger} only wanted to sleep through the crossing to ${town}.`,
      `Instead the crew met passenger number ${number} with a brass band, a cake and a cabin with a window.`,
      'The line, given up for lost four years ago, now pays for itself.',
    ],
    paragraphs: [
      `The ferry leaves Northquay at 22:40 and ties up in ${town} shortly after breakfast. When the council took it over, eleven people were on board, nine of them crew.`,
      `"People do not come for the speed," said harbour master Teodor Quillan, who cut the cake with a fire axe because nobody had thought of a knife. "They come because somebody else is awake for them."`,
      `From next month the boat will carry ${grouped('en', 48 + (turn % 20))} bicycles instead of ${30 + (turn % 12)}, and the galley will serve soup until the lights of ${of(DISTRICTS, turn, 3)} are out of sight.`,
    ],
    picture: 'The night ferry at the quay, its windows lit, shortly before departure',
  }
}

export const newCrane: Telling = (turn) => {
  const number = 7 + turn
  const place = of(['Westmole', 'Northquay', 'Chapel Locks'], turn)
  const driver = of(PEOPLE, turn, 5)
  const tonnes = 38 + (turn % 9)
  return {
    language: 'en',
    section: 'harbour',
    slug: 'harbour-crane',
    author: 'Edric Mollen',
    title: `Crane number ${number} lifts its first container at ${place}`,
    standfirst: [
      `It took ${driver} four minutes and one deep breath: crane number ${number} has set down its first container at ${place}.`,
      `The new machine lifts ${tonnes} tonnes and is quiet enough that the gulls have stayed.`,
    ],
    paragraphs: [
      `The crane came up the river Velm in three pieces and was bolted together over ${5 + (turn % 6)} nights, so that the day shift could go on working around it. The old one, painted green in a year nobody remembers, goes to the harbour museum.`,
      `${driver} trained on a simulator in a shed behind the customs house. "In the shed nobody applauds," ${driver.split(' ')[0]} said afterwards, "so I was not prepared for that part."`,
      `The port expects to unload a ship in ${9 + (turn % 4)} hours instead of fourteen. Lorries are asked to use the Tollgate road until the end of the month.`,
    ],
    picture: `The new harbour crane at ${place} against a clear sky`,
  }
}

export const oldAnchor: Telling = (turn) => {
  const count = 31 + turn
  const weight = grouped('en', 840 + (turn % 30) * 45)
  return {
    language: 'en',
    section: 'harbour',
    slug: 'old-anchor',
    author: 'Liesel Orvane',
    title: `Dredger lifts the ${ordinal(count)} forgotten anchor from the harbour floor`,
    standfirst: [
      `The dredger Patience was sent to deepen the channel and has found ${count} anchors so far.`,
      `The latest weighs ${weight} kilograms and carries the stamp of a forge that once stood at ${of(DISTRICTS, turn)}.`,
    ],
    paragraphs: [
      `Nobody had them on a chart. "A captain who loses an anchor does not write home about it," said archivist ${of(PEOPLE, turn, 8)}, who is now comparing the stamps with two centuries of harbour dues.`,
      `The channel will be open to ships of ${9 + (turn % 5)} metres draught when the work ends. Until then the pilots take arrivals in by the northern buoys, at half speed.`,
      `The city has not decided what to do with so much iron. A petition with ${grouped('en', 310 + turn * 17)} names asks for one anchor in front of every school.`,
    ],
    picture: 'A rusty anchor on the deck of the dredger, with mud and mussels still on it',
  }
}

export const clearNights: Telling = (turn) => ({
  language: 'en',
  section: 'harbour',
  slug: 'lighthouse-log',
  author: 'Pell Ansgate',
  title: `Lighthouse on Gull Steps logs its ${ordinal(412 + turn)} clear night since the new lamp`,
  standfirst: [
    `From the gallery of the Gull Steps lighthouse the lamps of ${of(TOWNS, turn, 1)} could be counted one by one again.`,
    `It was the ${ordinal(412 + turn)} clear night in the keepers' log since the lamp was changed.`,
    'Skippers say the light now reaches two miles farther than the chart promises.',
  ],
  paragraphs: [
    `The lamp is no bigger than a coffee pot and draws less power than a kettle. The lens around it is the old one, ground by hand and polished on the first day of every month.`,
    `"You do not look at the light, you look at what it does not reach," said keeper ${of(PEOPLE, turn, 3)}, who has climbed the 186 steps on most evenings of the last ${6 + (turn % 11)} years.`,
    `Visitors may come up after sunset on the next ${2 + (turn % 4)} weekends. The tickets cost 3 crowns, the wind is free.`,
  ],
  picture: 'The lighthouse above Gull Steps at dusk, its beam over the water',
})
