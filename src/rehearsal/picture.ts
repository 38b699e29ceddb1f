import { encodePng } from './png.ts'

export const PICTURE_WIDTH = 1200
export const PICTURE_HEIGHT = 675

type Colour = readonly [red: number, green: number, blue: number]

interface Mood {
  readonly sky: readonly [top: Colour, low: Colour]
  readonly sun: Colour
  readonly hills: readonly [far: Colour, near: Colour]
  readonly deep: Colour
}

const MOODS: readonly Mood[] = [
  mood([94, 129, 172], [246, 214, 188], [255, 241, 214], [140, 148, 178], [62, 78, 110], [44, 72, 104]),
  mood([47, 62, 105], [238, 146, 118], [255, 206, 150], [118, 88, 124], [48, 44, 80], [38, 44, 84]),
  mood([120, 178, 198], [226, 240, 232], [255, 252, 236], [142, 178, 172], [62, 112, 114], [42, 108, 124]),
  mood([20, 30, 58], [84, 112, 148], [240, 238, 214], [52, 72, 106], [20, 30, 54], [16, 28, 54]),
  mood([232, 176, 130], [252, 232, 200], [255, 250, 232], [204, 158, 132], [126, 88, 86], [150, 116, 112]),
  mood([140, 152, 160], [220, 224, 222], [244, 244, 236], [156, 168, 170], [84, 98, 104], [82, 104, 112]),
  mood([88, 84, 148], [240, 190, 206], [255, 232, 226], [152, 126, 172], [74, 62, 118], [70, 66, 124]),
]

function mood(top: Colour, low: Colour, sun: Colour, far: Colour, near: Colour, deep: Colour): Mood {
  return { sky: [top, low], sun, hills: [far, near], deep }
}

/** A calm view of a harbour, drawn from `number` alone: a PNG of 1200 by 675 pixels. */
export function drawPicture(number: number): Buffer {
  const { sky, sun, hills, deep } = MOODS[number % MOODS.length]!
  const spread = (salt: number) => ((number * 2_654_435_761 + salt * 40_503_007) % 4_294_967_296) / 4_294_967_296
  const horizon = Math.round(PICTURE_HEIGHT * (0.58 + spread(1) * 0.1))
  const sunX = PICTURE_WIDTH * (0.2 + spread(2) * 0.6)
  const sunY = horizon * (0.35 + spread(3) * 0.4)
  const radius = 34 + spread(4) * 26
  const far = ridge(spread(5) * 7, 84, 210)
  const near = ridge(spread(6) * 7, 46, 130)
  const boat = {
    x: PICTURE_WIDTH * (0.15 + spread(7) * 0.7),
    y: horizon + 62 + spread(8) * 70,
    size: 46 + spread(9) * 40,
  }

  const farAt = Float64Array.from({ length: PICTURE_WIDTH }, (_, x) => horizon - far(x))
  const nearAt = Float64Array.from({ length: PICTURE_WIDTH }, (_, x) => horizon - near(x))

  const pixels = new Uint8Array(PICTURE_WIDTH * PICTURE_HEIGHT * 3)
  for (let y = 0; y < PICTURE_HEIGHT; y++) {
    for (let x = 0; x < PICTURE_WIDTH; x++) {
      const colour = onBoat(x, y, boat) ? hills[1] : y < horizon ? above(x, y) : below(x, y)
      const at = (y * PICTURE_WIDTH + x) * 3
      pixels[at] = colour[0]
      pixels[at + 1] = colour[1]
      pixels[at + 2] = colour[2]
    }
  }
  return encodePng(PICTURE_WIDTH, PICTURE_HEIGHT, pixels)

  function above(x: number, y: number): Colour {
    if (y > nearAt[x]!) return hills[1]
    const air = mix(sky[0], sky[1], y / horizon)
    if (y > farAt[x]!) return mix(hills[0], air, 0.25)
    const away = Math.sqrt((x - sunX) ** 2 + (y - sunY) ** 2) - radius
    return away <= 0 ? sun : mix(air, sun, 0.55 * Math.exp(-away / 90))
  }

  function below(x: number, y: number): Colour {
    const depth = (y - horizon) / (PICTURE_HEIGHT - horizon)
    const water = mix(mix(sky[1], deep, 0.45), deep, Math.sqrt(depth))
    const ripple = Math.sin(y * (0.9 - depth * 0.5) + Math.sin(x * 0.012 + number) * 2)
    const path = 1 - Math.abs(x - sunX) / (radius * (1 + depth * 3.2))
    return path > 0 && ripple > 0.1 ? mix(water, sun, 0.5 * path) : mix(water, sky[1], ripple > 0.82 ? 0.1 : 0)
  }
}

function mix(from: Colour, to: Colour, share: number): Colour {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share]
}

function ridge(phase: number, height: number, length: number): (x: number) => number {
  return (x) =>
    height * Math.max(0, 0.32 + 0.4 * Math.sin(x / length + phase) + 0.28 * Math.sin(x / (length * 0.41) + phase * 2.3))
}

function onBoat(
  x: number,
  y: number,
  boat: { readonly x: number; readonly y: number; readonly size: number },
): boolean {
  const right = (x - boat.x) / boat.size
  const up = (boat.y - y) / boat.size
  const hull = up <= 0.12 && up >= -0.14 && Math.abs(right) < 0.72 + up * 1.6
  const mainsail = up > 0.2 && up < 1.75 && right > 0.04 && right < 0.04 + (1.75 - up) * 0.42
  const foresail = up > 0.2 && up < 1.45 && right < -0.04 && right > -0.04 - (1.45 - up) * 0.34
  return hull || mainsail || foresail
}
