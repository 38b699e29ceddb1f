import { PEOPLE, PT_WHERE } from './places.ts'
import type { Telling } from './story.ts'
import { grouped, of } from './words.ts'

export const azulejosPt: Telling = (turn) => ({
  language: 'pt',
  section: 'culture',
  slug: 'painel-de-azulejos',
  author: 'Yara Fenlow',
  title: `Painel com ${grouped('pt', 12_000 + turn * 85)} azulejos volta a brilhar ${of(PT_WHERE, turn)}`,
  standfirst: [
    `Três anos, quatro mãos e muita paciência: o painel de ${grouped('pt', 12_000 + turn * 85)} azulejos foi devolvido à cidade ${of(PT_WHERE, turn)}.`,
    `Só falta uma peça, e ninguém quer que ela apareça.`,
  ],
  paragraphs: [
    `O espaço vazio fica à altura dos olhos de uma criança. «É por ali que se espreita o restauro», explicou ${of(PEOPLE, turn, 9)}, que dirigiu a oficina.`,
    `O painel mostra a chegada dos pescadores numa manhã de nevoeiro, com ${40 + (turn % 25)} barcos e um gato. A cor azul foi reconstituída a partir de um frasco encontrado na capela.`,
    `A visita é gratuita até ao fim do mês. Ao meio-dia o sol bate de frente e a praça inteira parece debaixo de água.`,
  ],
  picture: 'Painel de azulejos azuis e brancos com barcos de pesca',
})

export const sardinesPt: Telling = (turn) => ({
  language: 'pt',
  section: 'business',
  slug: 'festa-da-sardinha',
  author: 'Liesel Orvane',
  title: `São ${grouped('pt', 6_200 + turn * 140)} sardinhas e uma só grelha: a festa começa ${of(PT_WHERE, turn, 2)}`,
  standfirst: [
    `A associação de vizinhos encomendou ${grouped('pt', 6_200 + turn * 140)} sardinhas para a festa que hoje começa ${of(PT_WHERE, turn, 2)}.`,
    `A grelha, emprestada pelo estaleiro, mede ${9 + (turn % 6)} metros e já foi parte de um navio.`,
  ],
  paragraphs: [
    `O carvão acende-se às cinco, a música às sete e a discussão sobre o ponto certo dura a noite toda. «Há quem as prefira mal passadas, e nós respeitamos», disse ${of(PEOPLE, turn, 3)}, de avental e com um sorriso.`,
    `O pão vem da padaria da esquina, que coze ${grouped('pt', 1_800 + (turn % 30) * 20)} fatias. As espinhas vão para a horta da escola, onde os tomates agradecem.`,
    `Os elétricos circulam até à uma. Quem vier de bicicleta ganha um copo de limonada.`,
  ],
  picture: 'Sardinhas sobre uma grelha comprida, com fumo e luzes de festa',
})

export const teacherPt: Telling = (turn) => ({
  language: 'pt',
  section: 'schools',
  slug: 'licao-de-mare',
  author: 'Mirren Kostal',
  title: `Lição n.º ${25 + turn}: a maré não espera, e as crianças ${of(PT_WHERE, turn, 5)} também não`,
  standfirst: [
    `Há uma escola em Orrisund em que a campainha é a maré.`,
    `Na lição n.º ${25 + turn}, ${17 + (turn % 10)} crianças mediram a praia com passos, cordas e muita lama.`,
  ],
  paragraphs: [
    `A ideia nasceu de um atraso: a água subiu antes da professora. «Desde então, o horário é dela», contou ${of(PEOPLE, turn, 6)}, que ensina ciências há vinte anos.`,
    `As medições vão para o observatório do porto, que as usa a sério. No ano passado, uma turma encontrou um erro de ${3 + (turn % 8)} centímetros na régua oficial.`,
    `As próximas aulas são abertas aos avós. Pede-se calçado velho e opiniões novas.`,
  ],
  picture: 'Crianças com botas de borracha a medir a praia na maré baixa',
})

export const gardenPt: Telling = (turn) => ({
  language: 'pt',
  section: 'nature',
  slug: 'horta-no-telhado',
  author: 'Nela Harrock',
  title: `Horta no telhado do mercado colhe ${grouped('pt', 480 + turn * 9)} quilos de tomate e já não chega para as encomendas`,
  standfirst: [
    `Em cima do mercado, onde antes só havia gaivotas, colheram-se ${grouped('pt', 480 + turn * 9)} quilos de tomate.`,
    `Os restaurantes ${of(PT_WHERE, turn, 7)} pedem o dobro, mas a horta cresce ao ritmo das abelhas.`,
  ],
  paragraphs: [
    `São ${6 + (turn % 5)} colmeias, setenta canteiros e uma escada íngreme. «A água da chuva basta-nos até julho; depois pedimos com educação», disse ${of(PEOPLE, turn, 1)}.`,
    `Cada canteiro pertence a um prédio da vizinhança. Os nomes estão escritos em conchas, e as regras em verso.`,
    `A câmara estuda mais ${2 + (turn % 6)} telhados. O primeiro da lista fica ${of(PT_WHERE, turn, 3)}, com vista para o mar e sombra para a alface.`,
  ],
  picture: 'Canteiros de tomate num telhado, com o porto ao fundo',
})
