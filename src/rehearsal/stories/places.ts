/** The invented port city of Orrisund and its region, as the stories name it. */
export const DISTRICTS: readonly string[] = [
  'Northquay',
  'Tollgate',
  'Millrace',
  'Saltern Hill',
  'Lantern Row',
  'Old Ropewalk',
  'Fennside',
  'Gull Steps',
  'Brickfields',
  'Chapel Locks',
  'Westmole',
]

export const TOWNS: readonly string[] = [
  'Brackwater',
  'Estermoor',
  'Tarnholm',
  'Kestry',
  'Dunnvale',
  'Lissow',
  'Merrowby',
  'Haldersea',
  'Quellam',
]

export const PEOPLE: readonly string[] = [
  'Oda Brenmark',
  'Tavo Lindquay',
  'Mirren Kostal',
  'Jorun Hallewick',
  'Pell Ansgate',
  'Sunniva Tarrow',
  'Edric Mollen',
  'Yara Fenlow',
  'Casimir Dunnet',
  'Liesel Orvane',
  'Bram Sallowby',
  'Nela Harrock',
]

/** Where in the city, as a Ukrainian sentence says it. */
export const UK_WHERE: readonly string[] = [
  'на Північній пристані',
  'на Млинівці',
  'на Солеварному пагорбі',
  'у Ліхтарному ряду',
  'на Старій Линварні',
  'у Болотяному',
  'біля Чайчиних сходів',
  'на Цегельні',
  'біля Капличних шлюзів',
  'на Західному молі',
  'на Митній заставі',
]

/** Women, since their foreign surnames keep one form in every case. */
export const UK_WOMEN: readonly string[] = [
  'Орися Бренмарк',
  'Суннива Тарров',
  'Лізель Орван',
  'Неля Гаррок',
  'Йорунн Галлевік',
  'Міррен Косталь',
  'Яра Фенлов',
]

export const PL_WHERE: readonly string[] = [
  'na Nabrzeżu Północnym',
  'na Młynkach',
  'na Solnym Wzgórzu',
  'przy Latarnianej',
  'na Starej Powroźni',
  'na Bagnach',
  'przy Mewich Schodach',
  'na Cegielni',
  'przy Śluzach',
]

export const PL_WOMEN: readonly string[] = [
  'Oda Brenmark',
  'Sunniva Tarrow',
  'Liesel Orvane',
  'Nela Harrock',
  'Jorunn Hallewick',
]

export const PT_WHERE: readonly string[] = [
  'no Cais do Norte',
  'nos Moinhos',
  'no Monte das Salinas',
  'na Rua das Lanternas',
  'na Velha Cordoaria',
  'nos Brejos',
  'nas Escadinhas das Gaivotas',
  'no Bairro do Tijolo',
  'nas Comportas',
]
