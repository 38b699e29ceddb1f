import { PL_WHERE, PL_WOMEN } from './places.ts'
import type { Telling } from './story.ts'
import { counted, grouped, of } from './words.ts'

export const ferryPl: Telling = (turn) => ({
  language: 'pl',
  section: 'harbour',
  slug: 'prom-rzeczny',
  author: 'Nela Harrock',
  title: `Żegluga rzeczna wraca: prom nr ${4 + turn} przybija ${of(PL_WHERE, turn)}`,
  standfirst: [
    `Po zimowej przerwie prom nr ${4 + turn} znów kursuje po Velmie i zatrzymuje się ${of(PL_WHERE, turn)}.`,
    `Rejs trwa ${counted('pl', 11 + (turn % 9), 'minutę', 'minuty', 'minut')}, krócej niż najdłuższe czerwone światło w mieście.`,
  ],
  paragraphs: [
    `Na pierwszy kurs przyszło tylu chętnych, że kapitan popłynął dwa razy pod rząd. „Nie wypadało zostawić orkiestry na brzegu” – powiedziała ${of(PL_WOMEN, turn)}, która dowodzi promem od ośmiu lat.`,
    `Bilet tramwajowy obowiązuje także na wodzie. Rower płynie za darmo, pies za uśmiech, a kaczki – jak dotąd – na gapę.`,
    `Jeśli przez lato promem popłynie ${grouped('pl', 90_000 + turn * 1_100)} osób, miasto zamówi drugi. Przystań ${of(PL_WHERE, turn, 4)} jest już gotowa.`,
  ],
  picture: 'Mały prom z rowerami na pokładzie, w tle kamienice nad rzeką',
})

export const dumplingsPl: Telling = (turn) => ({
  language: 'pl',
  section: 'business',
  slug: 'pierogarnia',
  author: 'Sunniva Tarrow',
  title: `Pierogarnia ${of(PL_WHERE, turn, 3)} ulepiła ${grouped('pl', 250_000 + turn * 4_700)}. pieroga – i poczęstowała nim listonoszkę`,
  standfirst: [
    `Jubileuszowy pieróg miał farsz z wędzonej ryby i trafił na talerz listonoszki, która akurat przyniosła rachunki.`,
    `Lokal ${of(PL_WHERE, turn, 3)} działa od sześciu lat i wciąż lepi wszystko ręcznie.`,
  ],
  paragraphs: [
    `Licznik prowadzi szefowa kuchni ${of(PL_WOMEN, turn, 2)}, kredą na drzwiach chłodni. „Pomyliłam się raz, o tuzin, i goście do dziś mi to wypominają” – śmieje się.`,
    `Dziennie schodzi tu ${counted('pl', 620 + (turn % 40) * 5, 'porcja', 'porcje', 'porcji')}. Mąkę dostarcza młyn znad Velmy, śmietanę – sąsiadka z drugiej strony podwórza.`,
    `W przyszłym tygodniu rusza kurs lepienia dla początkujących. Fartuchy są na miejscu, cierpliwość trzeba przynieść własną.`,
  ],
  picture: 'Rzędy świeżo ulepionych pierogów na oprószonej mąką desce',
})

export const towerPl: Telling = (turn) => ({
  language: 'pl',
  section: 'culture',
  slug: 'hejnal',
  author: 'Oda Brenmark',
  title: `Hejnał z wieży zabrzmiał po raz ${grouped('pl', 10_000 + turn * 13)}. Trębaczka nawet nie zdążyła zdjąć rękawiczek`,
  standfirst: [
    `Punktualnie w południe, w pełnym słońcu i przy ostrym wietrze, z wieży ratusza popłynęła melodia, którą w Orrisundzie zna każde dziecko.`,
    `Gra ją ${of(PL_WOMEN, turn, 1)}, a zeszyt wieży odnotował wykonanie numer ${grouped('pl', 10_000 + turn * 13)}.`,
  ],
  paragraphs: [
    `Na górę prowadzą 203 stopnie i jedna drabina. „Po drodze powtarzam pierwsze trzy nuty, reszta przychodzi sama” – mówi trębaczka.`,
    `Melodia urywa się w tym samym miejscu od stu lat, bo tam kończy się zachowana kartka. Konkurs na zakończenie ogłaszano ${counted('pl', 3 + (turn % 6), 'raz', 'razy', 'razy')}; za każdym razem mieszkańcy woleli ciszę.`,
    `Wieżę można zwiedzać w soboty. Zbiórka ${of(PL_WHERE, turn, 5)}, wejście za okazaniem ciepłej czapki.`,
  ],
  picture: 'Trębaczka w oknie wieży ratuszowej, w dole dachy miasta',
})

export const swimmersPl: Telling = (turn) => ({
  language: 'pl',
  section: 'sport',
  slug: 'morsy',
  author: 'Jorunn Hallewick',
  title: `Woda miała ${2 + (turn % 6)} °C, chętnych było ${grouped('pl', 340 + turn * 3)}: morsy rozpoczęły sezon ${of(PL_WHERE, turn, 6)}`,
  standfirst: [
    `Najpierw rozgrzewka, potem odliczanie, a na końcu pisk słyszany aż w porcie: ${grouped('pl', 340 + turn * 3)} osób weszło do lodowatej wody.`,
    `Nikt nie zmarzł bardziej niż fotograf.`,
  ],
  paragraphs: [
    `Ratownicy mieli spokojny dzień i dużo herbaty. „Najtrudniejsze jest pierwsze zdanie, które sobie mówisz na brzegu” – twierdzi ${of(PL_WOMEN, turn, 3)}, morsująca od dwunastu zim.`,
    `Klub liczy ${counted('pl', 180 + turn, 'członek', 'członków', 'członków')} i jedną saunę na kółkach, którą wypożycza bezpłatnie szkołom.`,
    `Kolejne wejście za tydzień, ${of(PL_WHERE, turn, 2)}. Początkujący wchodzą po kostki i nikt się nie śmieje.`,
  ],
  picture: 'Grupa ludzi w czapkach wchodzi do morza o świcie',
})
