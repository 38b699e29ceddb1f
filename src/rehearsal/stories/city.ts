import { DISTRICTS, PEOPLE, TOWNS } from './places.ts'
import type { Telling } from './story.ts'
import { grouped, of, ordinal } from './words.ts'

export const tideReadme: Telling = (turn) => {
  const downloads = grouped('en', 12_400 + turn * 690)
  return {
    language: 'en',
    section: 'schools',
    slug: 'tide-tables',
    author: 'Mirren Kostal',
    title: `Pupils wrote a README.md for the tides, and ${downloads} people have read it`,
    standfirst: [
      `What began as homework at ${of(DISTRICTS, turn)} school is now the most-read document about Orrisund's harbour.`,
      `The README.md of class 8b explains the tide tables in plain words and has been opened ${downloads} times.`,
    ],
    paragraphs: [
      `The official tables fill 94 pages and begin with a note on leap seconds. The pupils needed one page, a drawing and the sentence "If the steps are wet, wait."`,
      `"We asked fishermen what they really look at," said ${of(PEOPLE, turn, 2).split(' ')[0]}, 14. "It was mostly the steps."`,
      `The harbour office has hung the page up in its waiting room. Next, the class will take on the timetable of the ${of(TOWNS, turn, 4)} bus, which is considered harder.`,
    ],
    picture: 'Three pupils with a laptop on the wet harbour steps',
  }
}

export const libraryLoan: Telling = (turn) => {
  const loan = grouped('en', 900_000 + turn * 3_100)
  return {
    language: 'en',
    section: 'city',
    slug: 'library-loan',
    author: 'Oda Brenmark',
    title: `Loan number ${loan}: library at ${of(DISTRICTS, turn, 6)} hands out a cookbook and a cake`,
    standfirst: [
      `The reader behind loan number ${loan} came for a cookbook and left with the cake on its cover.`,
      'Librarians had baked it overnight from page 112, following the recipe to the letter.',
    ],
    paragraphs: [
      `${of(PEOPLE, turn, 10)}, a welder at the dry dock, had meant to borrow the book for a week. It is due back in four, and the staff have asked for photographs.`,
      `Loans in the city's ${9 + (turn % 3)} libraries have risen by ${4 + (turn % 6)} per cent in a year. The longest waiting list is for a drill, which can be borrowed too.`,
      `A book that was lent out ${ordinal(60 + (turn % 30))} years ago also came back this week, by post, from ${of(TOWNS, turn)}. The fine was waived; it would have bought a small boat.`,
    ],
    picture: 'A librarian handing a cake over the counter, between stacks of books',
  }
}

export const repairCafe: Telling = (turn) => {
  const thing = of(['toaster', 'sewing machine', 'radio', 'kettle', 'desk lamp', 'music box', 'hand mixer'], turn)
  const count = grouped('en', 1_500 + turn * 43)
  return {
    language: 'en',
    section: 'city',
    slug: 'repair-cafe',
    author: 'Casimir Dunnet',
    title: `A ${thing} from ${of(TOWNS, turn)} is mended object number ${count} at the ${of(DISTRICTS, turn, 7)} repair café`,
    standfirst: [
      `It had been silent for ${8 + (turn % 14)} years: a ${thing} has become number ${count} in the ledger of the repair café.`,
      `Volunteers at ${of(DISTRICTS, turn, 7)} mend two things out of three, and explain the third.`,
    ],
    paragraphs: [
      `The fault was a crumb. "It is nearly always a crumb, a coin or a cable," said ${of(PEOPLE, turn, 11)}, who taught physics for thirty years and now solders on Wednesdays.`,
      `The café keeps its door open from four until the last screw. Coffee is paid for with whatever fits into the tin, last week with a button.`,
      `The city adds ${12 + (turn % 8)} thousand crowns a year, since every object that goes home again is one fewer on the tip at Brickfields.`,
    ],
    picture: `Hands and a screwdriver over an open ${thing}`,
  }
}

export const bakery: Telling = (turn) => {
  const price = (1.6 + (turn % 4) * 0.1).toFixed(2)
  const week = 18 + turn
  return {
    language: 'en',
    section: 'business',
    slug: 'harbour-rolls',
    author: 'Nela Harrock',
    title: `🥐 Flour & butter dear, rolls still < 2 crowns: week ${week} of the bakers' promise`,
    standfirst: [
      `For ${week} weeks the bakers of Lantern Row have kept a plain roll under two crowns; this morning it cost ${price}.`,
      'Flour & butter have never been dearer, they say, but neither have empty shops.',
    ],
    paragraphs: [
      `The promise was made over the counter and never written down. It holds at ${11 + (turn % 6)} bakeries between the harbour and ${of(DISTRICTS, turn, 1)}, which buy their flour together since the winter.`,
      `"We earn on the cake and we are known for the roll," said baker ${of(PEOPLE, turn, 7)}, up since half past two. "If price < courage, you open in the morning."`,
      `The mill at ${of(TOWNS, turn, 5)} has agreed to hold its own price for another ${3 + (turn % 5)} months. After that, the bakers say, the customers will hear it from them first.`,
    ],
    picture: 'Trays of rolls in a bakery window before sunrise',
  }
}
