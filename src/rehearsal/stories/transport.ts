import { DISTRICTS, PEOPLE, TOWNS } from './places.ts'
import type { Telling } from './story.ts'
import { grouped, of, ordinal } from './words.ts'

export const newTram: Telling = (turn) => {
  const tram = 317 + turn
  const line = 1 + (turn % 9)
  const end = of(DISTRICTS, turn, 3)
  return {
    language: 'en',
    section: 'transport',
    slug: 'new-tram',
    author: 'Jorun Hallewick',
    title: `Tram ${tram} makes its first run on line ${line}, all the way to ${end}`,
    standfirst: [
      `After ${60 + (turn % 40)} nights of tests, tram ${tram} has carried its first passengers on line ${line}.`,
      `Between the harbour and ${end} it now runs every ${6 + (turn % 4)} minutes, and there is finally room for prams.`,
    ],
    paragraphs: [
      `The depot gave the tram a number and the driver gave it a name. ${of(PEOPLE, turn, 1)} calls it "the quiet one", because the wheels no longer sing in the bend below Saltern Hill.`,
      `Benna Solvard, who runs the city's trams, counts on ${grouped('en', 4_200 + turn * 130)} passengers a day on the line by spring. The old cars go to ${of(TOWNS, turn)}, where they will serve the beach in summer.`,
      `For the first week a conductor rides along and explains the doors. They open by themselves, which has surprised more people than expected.`,
    ],
    picture: `A new cream-and-blue tram at the ${end} terminus`,
  }
}

export const bridgeCounter: Telling = (turn) => {
  const crossings = grouped('en', 2_450_000 + turn * 11_300)
  return {
    language: 'en',
    section: 'transport',
    slug: 'bridge-counter',
    author: 'Nela Harrock',
    title: `The cycle counter on the Velm bridge passes ${crossings}`,
    standfirst: [
      `Nobody noticed the cyclist who took the counter on the Velm bridge past ${crossings}, least of all the cyclist.`,
      `The city wants to widen the lane by ${60 + (turn % 8) * 5} centimetres before the summer.`,
    ],
    paragraphs: [
      `The counter was meant to stand for one season. It stayed because people began to ride past it on purpose, and because a school class at ${of(DISTRICTS, turn, 5)} uses it to teach averages.`,
      `On ordinary days some ${grouped('en', 5_600 + (turn % 25) * 40)} bicycles cross the river here, more than cars. In rain it is half of that, "and those are the ones we build for," said planner ${of(PEOPLE, turn, 9)}.`,
      `Work begins on the upstream side. Pedestrians keep their own path throughout, and the ice-cream van keeps its corner.`,
    ],
    picture: 'Cyclists on the Velm bridge in the low morning sun',
  }
}

export const stationClock: Telling = (turn) => {
  const days = 41 + turn
  const station = of(['Tollgate', 'Harbour', 'Brickfields', 'Estermoor Road'], turn)
  return {
    language: 'en',
    section: 'transport',
    slug: 'station-clock',
    author: 'Bram Sallowby',
    title: `After ${days} days of being wrong, the clock at ${station} station is right again`,
    standfirst: [
      `For ${days} days the clock at ${station} station ran ${3 + (turn % 7)} minutes fast, and half the district was early for everything.`,
      'Now it has been set right, and the railway has asked passengers for their forgiveness and the schools for theirs.',
    ],
    paragraphs: [
      `The fault lay with a pigeon, or rather with a nest, which pressed on the minute hand whenever its owner was at home. Clockmaker ${of(PEOPLE, turn, 4)} moved it to the roof of the luggage office with great care.`,
      `"A station clock is a promise," ${of(PEOPLE, turn, 4).split(' ')[0]} said on the ladder. "One may break it, but not by accident."`,
      `The trains themselves were never affected: they follow a signal from the control room, where there are no pigeons. On the line to ${of(TOWNS, turn, 3)} ${94 + (turn % 5)} in a hundred were on time last month.`,
    ],
    picture: `The round clock above the platforms of ${station} station`,
  }
}

export const sundayTrams: Telling = (turn) => ({
  language: 'en',
  section: 'transport',
  slug: 'free-sunday',
  author: 'Yara Fenlow',
  title: `${ordinal(12 + turn)} free Sunday fills trams and empties car parks from ${of(DISTRICTS, turn)} to the sea`,
  standfirst: [
    `On the ${ordinal(12 + turn)} Sunday without fares ${grouped('en', 61_000 + turn * 420)} people took a tram in Orrisund.`,
    `Cafés at ${of(DISTRICTS, turn)} ran out of buns by noon, and the car park at the beach was used for a football match.`,
  ],
  paragraphs: [
    `The free Sundays began as a trial. The city pays ${21 + (turn % 9)} thousand crowns for each, a little less than it spends on cleaning the beach road after an ordinary one.`,
    `"My tram was so full that a gentleman held my thermos for six stops," said driver ${of(PEOPLE, turn, 6)}. "I have since learned that he is my new neighbour."`,
    `The council will decide before the holidays whether the trial becomes a rule. The shopkeepers' guild, sceptical at first, has asked for two Sundays a month.`,
  ],
  picture: 'Families waiting for a tram at the seafront stop',
})
