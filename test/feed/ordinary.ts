import { HOUR, type Millis } from '#src/base/clock.ts'

/** A story as a newsroom tells such stories every day. */
export interface OrdinaryStory {
  readonly title: string
  readonly text: string
  readonly published: Millis
}

type Pick = <Value>(list: readonly Value[]) => Value
type Count = (from: number, to: number) => number
type Kind = (pick: Pick, count: Count) => readonly [title: string, text: string]

const TOWNS = ['Leeds', 'Hull', 'York', 'Derby', 'Luton', 'Exeter', 'Lincoln', 'Oxford']
const NAMES = ['Miller', 'Khan', 'Novak', 'Weber', 'Dubois', 'Tanaka', 'Silva', 'Okafor']
const ОБЛАСТІ = ['Одесі', 'Сумах', 'Харкові', 'Полтаві', 'Херсоні', 'Черкасах']
const VILLES = ['Lyon', 'Lille', 'Nantes', 'Rennes', 'Dijon', 'Metz']
const STÄDTE = ['Bremen', 'Kassel', 'Bonn', 'Kiel', 'Mainz', 'Ulm']
const 城市 = ['北京', '上海', '广州', '深圳', '成都', '武汉']

const KINDS: readonly Kind[] = [
  (pick, count) => {
    const [town, hurt, road] = [pick(TOWNS), count(2, 9), count(1, 60)]
    return [
      `${hurt} injured in crash on M${road} near ${town}`,
      `${hurt} people were taken to hospital after a crash on the M${road} near ${town}. Police have appealed for witnesses, and anyone with footage is asked to call 101.`,
    ]
  },
  (pick, count) => {
    const [town, age, deed] = [pick(TOWNS), count(18, 79), pick(['robbery', 'assault', 'burglary', 'arson'])]
    return [
      `Man, ${age}, arrested after ${deed} in ${town}`,
      `A ${age}-year-old man has been arrested on suspicion of ${deed} in ${town}. Officers were called at about ${count(1, 12)} pm.`,
    ]
  },
  (pick, count) => [
    `${pick(TOWNS)} ${count(0, 4)}-${count(0, 4)} ${pick(TOWNS)}: match report`,
    `${pick(NAMES)} scored in the ${count(1, 90)}th minute. The manager said he was pleased with the effort of his players.`,
  ],
  (pick, count) => [
    `${pick(['Election', 'Storm', 'Budget'])} latest: ${pick(NAMES)} ${pick(['speaks', 'warns', 'votes'])} as talks ${pick(['begin', 'stall'])}`,
    `Follow our live coverage. ${pick(NAMES)} said that talks would go on until ${count(1, 11)} pm.`,
  ],
  (pick, count) => {
    const [stadt, verletzt] = [pick(STÄDTE), count(2, 9)]
    return [
      `Unfall auf der A${count(1, 99)} bei ${stadt}: ${verletzt} Verletzte`,
      `Bei einem Unfall bei ${stadt} sind ${verletzt} Menschen verletzt worden. Die Autobahn war ${count(1, 6)} Stunden lang gesperrt.`,
    ]
  },
  (pick, count) => [
    `${pick(NAMES)} ${pick(['kritisiert', 'lobt', 'stoppt'])} ${pick(['Haushalt', 'Rentenpläne', 'Wahlrecht'])}`,
    `Im Bundestag hat ${pick(NAMES)} ${count(2, 40)} Minuten zu den Plänen gesprochen. Die Opposition kündigte eine Klage an.`,
  ],
  (pick, count) => {
    const [де, поранених] = [pick(ОБЛАСТІ), count(2, 40)]
    return [
      `Росіяни вдарили по ${де} дронами: ${поранених} поранених`,
      `Внаслідок атаки дронів у ${де} постраждали ${поранених} людей, повідомив голова ОВА. Пошкоджено ${count(2, 30)} будинків.`,
    ]
  },
  (pick, count) => {
    const [ville, ans] = [pick(VILLES), count(16, 80)]
    return [
      `${ville} : un homme de ${ans} ans ${pick(['interpellé', 'blessé', 'retrouvé'])} ${pick(['lundi', 'mardi'])} soir`,
      `Un homme de ${ans} ans a été pris en charge à ${ville}. Une enquête a été ouverte par le parquet.`,
    ]
  },
  (pick, count) => {
    const 市 = pick(城市)
    return [
      `${市}一${pick(['工厂', '居民楼', '商场'])}发生火灾 ${count(2, 9)}人受伤`,
      `${市}消防救援支队通报，火灾已被扑灭，${count(2, 9)}人送医治疗，起火原因正在调查之中。`,
    ]
  },
]

const alert: Kind = (pick) => {
  const де = pick(ОБЛАСТІ)
  return [`Повітряна тривога у ${де}`, `У ${де} оголошено повітряну тривогу. Пройдіть в укриття!`]
}

/** Stories in five languages that come at uneven times from `from` on; only alerts recur. The same for one `seed`. */
export function ordinaryStories(count: number, from: Millis, seed: number): readonly OrdinaryStory[] {
  const next = randomFrom(seed)
  const countIn: Count = (least, most) => least + Math.floor(next() * (most - least + 1))
  const pick: Pick = (list) => list[countIn(0, list.length - 1)]!
  const told = new Set<string>()
  const tell = (): readonly [string, string] => {
    if (next() < ALERTS) return alert(pick, countIn)
    const story = pick(KINDS)(pick, countIn)
    if (told.has(story[0])) return tell()
    told.add(story[0])
    return story
  }
  let published = from
  return Array.from({ length: count }, () => {
    published += countIn(1, HOUR / 4)
    const [title, text] = tell()
    return { title, text, published }
  })
}

// Of all stories.
const ALERTS = 0.05

/** Numbers from 0 to 1 by Marsaglia's xorshift, so that a test fails in the same place again. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
