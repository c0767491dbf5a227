import { words } from './text.ts';

const values: Readonly<Record<string, number>> = {
  zero: 0,
  un: 1,
  une: 1,
  one: 1,
  deux: 2,
  two: 2,
  trois: 3,
  three: 3,
  quatre: 4,
  four: 4,
  cinq: 5,
  five: 5,
  six: 6,
  sept: 7,
  seven: 7,
  huit: 8,
  eight: 8,
  neuf: 9,
  nine: 9,
  dix: 10,
  ten: 10,
  onze: 11,
  eleven: 11,
  douze: 12,
  twelve: 12,
  treize: 13,
  thirteen: 13,
  quatorze: 14,
  fourteen: 14,
  quinze: 15,
  fifteen: 15,
  seize: 16,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  vingt: 20,
  twenty: 20,
  trente: 30,
  thirty: 30,
  quarante: 40,
  forty: 40,
  cinquante: 50,
  fifty: 50,
  soixante: 60,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  cent: 100,
  hundred: 100,
  dizaine: 10,
  douzaine: 12,
  dozen: 12,
  quinzaine: 15,
  vingtaine: 20,
  trentaine: 30,
  quarantaine: 40,
  cinquantaine: 50,
  soixantaine: 60,
  centaine: 100,
  couple: 2,
  mille: 1000,
  thousand: 1000,
};
const tens = new Set([20, 30, 40, 50, 60, 70, 80, 90]);
const multipliers = new Set([100, 1000]);
const articles = new Set(['un', 'une', 'a', 'an', 'one']);

/** The first number said, in digits or in words (« une dizaine », "about five", « vingt-deux »); undefined when none. */
export function readNumber(text: string): number | undefined {
  const said = words(text);
  for (const [index, word] of said.entries()) {
    if (/^\d{1,7}$/.test(word)) return Number(word);
    const value = values[word];
    if (value === undefined) continue;
    const next = values[said[index + 1] ?? ''];
    if (articles.has(word) && next !== undefined && next >= 2) continue;
    if (articles.has(word) && (word === 'a' || word === 'an')) continue;
    return compose(value, said, index);
  }
  return undefined;
}

function compose(value: number, said: readonly string[], index: number): number {
  let next = index + 1;
  if (said[next] === 'et') next += 1;
  const following = values[said[next] ?? ''];
  if (following === undefined) return value;
  if (tens.has(value) && following < 20) return value + following;
  if (value < 100 && multipliers.has(following)) return value * following;
  return value === 4 && following === 20 ? 80 : value;
}

const ordinals: Readonly<Record<string, number>> = {
  premier: 1,
  premiere: 1,
  first: 1,
  '1er': 1,
  '1ere': 1,
  '1re': 1,
  '1st': 1,
  deuxieme: 2,
  second: 2,
  seconde: 2,
  '2e': 2,
  '2eme': 2,
  '2nd': 2,
  '2d': 2,
  troisieme: 3,
  third: 3,
  '3e': 3,
  '3eme': 3,
  '3rd': 3,
  quatrieme: 4,
  fourth: 4,
  '4e': 4,
  '4eme': 4,
  '4th': 4,
  cinquieme: 5,
  fifth: 5,
  '5e': 5,
  '5eme': 5,
  '5th': 5,
  sixieme: 6,
  sixth: 6,
  '6e': 6,
  '6eme': 6,
  '6th': 6,
  septieme: 7,
  seventh: 7,
  '7e': 7,
  '7eme': 7,
  '7th': 7,
  huitieme: 8,
  eighth: 8,
  '8e': 8,
  '8eme': 8,
  '8th': 8,
};
const around = new Set(
  `le la l les the numero number n no option choix choice reponse answer one un une svp please c cest je prends
  choisis dirais i pick choose take would say go with ce sera it is its plutot celui celle moi pour`.split(/\s+/),
);

const isPlural = (word: string): boolean => word === 'les' || word === 'toutes' || word === 'tous';

/**
 * A place in a list of `size` when the message says nothing else (« le premier », "2nd one", « n° 3 »), from 0;
 * undefined otherwise.
 */
export function readPosition(text: string, size: number): number | undefined {
  const said = words(text.replace(/\bn°/gi, 'numero '));
  if (said.length === 0 || said.length > 6) return undefined;
  // « les deux » is both, not the second.
  if (said.some((word, at) => at > 0 && values[word] !== undefined && isPlural(said[at - 1]!))) return undefined;
  const rest = said.filter((word) => !around.has(word) || (said.length === 1 && values[word] !== undefined));
  if (rest.length !== 1) return undefined;
  const word = rest[0]!;
  if (['dernier', 'derniere', 'last'].includes(word)) return size - 1;
  const place = ordinals[word] ?? (/^\d{1,2}$/.test(word) ? Number(word) : values[word]);
  return place !== undefined && place >= 1 && place <= size ? place - 1 : undefined;
}
