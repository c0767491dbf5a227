import { readNumber } from '../numbers.ts';
import { words } from '../text.ts';

const number = String.raw`(?<count>\d{1,5}|une? (?:dizaine|douzaine|quinzaine|vingtaine|trentaine|cinquantaine|centaine)|(?:about |around )?a (?:dozen|couple|hundred)|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|two|three|four|five|seven|eight|nine|ten|twelve|twenty|thirty)\s(?:d['’]|de |of )?(?:autres? |other |of us|us )?`;
const fellows = String.raw`personnes?|pers\b|coll[èe]gues?|agents?|utilisateurs?|postes?|gens|people|colleagues?|users?|of us|staff|coworkers?|employees?|salariés?`;
const others = `patient(?:e?s)?|résidente?s?|usagers?|élèves?|étudiante?s?|cliente?s?|familles?|enfants?|habitante?s?|administrés?|bénéficiaires?|abonnés?|adhérente?s?|residents?|pupils?|students?|customers?|families|children|members?|citizens`;
const counted = new RegExp(String.raw`\b${number}(?:${fellows})`, 'iu');
const countedAny = new RegExp(String.raw`\b${number}(?:${fellows}|${others})`, 'iu');
const gathered = /\b(?:nous sommes|on est|we are|we're|there are)\s([\w' -]{1,20})/iu;
const alone = /\b(?:que moi|(?:seulement|juste|uniquement) moi|moi seule?|only me|just me|only mine)\b/iu;

/** How many people are affected: a number as text when one is said, else undefined. */
export function readPeople(text: string): string | undefined {
  const count = counted.exec(text)?.groups?.count;
  if (count !== undefined) return String(readNumber(count) ?? count);
  if (alone.test(text) && !/\b(?:sauf|except)\b/i.test(text)) return '1';
  const said = readNumber(gathered.exec(text)?.[1] ?? '');
  return said !== undefined && said > 1 ? String(said) : undefined;
}

/** How many people something is about, whoever they are: « 250 patients » counts too. */
export function readPersons(text: string): string | undefined {
  const count = countedAny.exec(text)?.groups?.count;
  return count === undefined ? undefined : String(readNumber(count) ?? count);
}

const filler = new Set(
  `environ a peu pres autour de des d une un le la les il y en ca doit faire je crois pense dirais entre et ou plus moins
  about around roughly some i think guess say maybe between and or the of more less than nearly presque est cest its`.split(
    /\s+/,
  ),
);
const persons = new RegExp(String.raw`\b(?:${fellows}|${others})\b`, 'giu');
const isNumber = (word: string) => /^\d{1,7}$/.test(word) || (!filler.has(word) && readNumber(word) !== undefined);

/** Whether the whole message is a number (« 250 », "about 40"). */
export function isOnlyNumber(text: string): boolean {
  const said = words(text);
  return said.some(isNumber) && said.every((word) => isNumber(word) || filler.has(word));
}

/** Whether the whole message is a number of people (« 300 personnes »). */
export function isOnlyPeople(text: string): boolean {
  const rest = text.replace(persons, ' ');
  return rest !== text && isOnlyNumber(rest);
}

const quantity =
  /\b(?:tou(?:t|s|tes?)|beaucoup|plusieurs|quelques|aucune?|moitié|moins|centaines?|dizaines?|milliers|personne|une? seule?|seulement|juste|all|every\w*|many|several|few|none|half|hundreds|dozens|thousands|nobody|only|just)\b/iu;

/** Whether the words say how many, however loosely. */
export const saysHowMany = (text: string): boolean =>
  words(text).some(isNumber) || quantity.test(text) || readPersons(text) !== undefined;
