import { ternCount, fogNotice, regatta, ropemakers, schoolOrchard } from './seasons.ts'
import { bakery, libraryLoan, repairCafe, tideReadme } from './city.ts'
import { boardOfBenches, budget, longSitting } from './council.ts'
import { choir, mapExhibition, saltAndLantern } from './culture.ts'
import { clearNights, newCrane, nightFerry, oldAnchor } from './harbour.ts'
import { dumplingsPl, ferryPl, swimmersPl, towerPl } from './polish.ts'
import { azulejosPt, gardenPt, sardinesPt, teacherPt } from './portuguese.ts'
import type { Telling } from './story.ts'
import { bridgeCounter, newTram, stationClock, sundayTrams } from './transport.ts'
import { courtyardUk, herringUk, lateBookUk, nightTramUk, stormUk } from './ukrainian-city.ts'
import { breadOvenUk, chessUk, schoolBoatUk, schoolMoneyUk, storksUk } from './ukrainian-people.ts'

/**
 * The stories in the order in which they are told, again and again. A newsroom that opens for the first time shows the
 * first eight as older news; every trap for a publisher's pipeline stands among the ten that follow.
 */
export const runningOrder: readonly Telling[] = [
  newCrane,
  courtyardUk,
  bridgeCounter,
  libraryLoan,
  towerPl,
  budget,
  storksUk,
  clearNights,

  nightFerry,
  saltAndLantern,
  nightTramUk,
  bakery,
  ferryPl,
  longSitting,
  ternCount,
  tideReadme,
  breadOvenUk,
  azulejosPt,

  newTram,
  lateBookUk,
  ropemakers,
  teacherPt,
  repairCafe,
  schoolBoatUk,
  fogNotice,
  dumplingsPl,
  mapExhibition,
  herringUk,
  stationClock,
  gardenPt,
  schoolOrchard,
  chessUk,
  oldAnchor,
  swimmersPl,
  boardOfBenches,
  schoolMoneyUk,
  choir,
  sardinesPt,
  stormUk,
  regatta,
  sundayTrams,
]
