import { readNumber } from '../numbers.ts';

const counted =
  /\b(?<count>\d{1,5}|une? (?:dizaine|douzaine|quinzaine|vingtaine|trentaine|cinquantaine|centaine)|(?:about |around )?a (?:dozen|couple|hundred)|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|two|three|four|five|seven|eight|nine|ten|twelve|twenty|thirty)\s(?:d['’]|de |of )?(?:autres? |other |of us|us )?(?:personnes?|pers\b|coll[èe]gues?|agents?|utilisateurs?|postes?|gens|people|colleagues?|users?|of us|staff|coworkers?|employees?|salariés?)/iu;
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
