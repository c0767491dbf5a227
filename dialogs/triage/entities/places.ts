import { fold } from '../../../knowledge/index.ts';
import { near } from '../text.ts';

/** What the recognisers may know of the organisation. */
export interface SiteNames {
  readonly id: string;
  readonly name: string;
  readonly words: readonly string[];
}

const numberWords =
  'premier|première|deuxi[èe]me|troisi[èe]me|quatri[èe]me|cinqui[èe]me|sixi[èe]me|septi[èe]me|first|second|third|fourth|fifth|sixth|seventh|ground|top';
const floorPatterns = [
  /\b(\d{1,2})\s?(?:e|è|er|ère|eme|ème|ieme|ième|nd|d|°|º|st|rd|th)?\s?(?:ét|et)age/iu,
  new RegExp(String.raw`\b(\d{1,2}(?:st|nd|rd|th)|${numberWords})\s(?:floor|étage|etage|level)\b`, 'iu'),
  /\b(?:floor|level|étage|etage|niveau)\s(?:n° ?)?(\d{1,2}|zero|one|two|three|four|five)\b/iu,
  /\b(?:au|du)\s(\d{1,2})\s?(?:e|er|è|eme|ème|ième|ieme|nd)(?=[\s,.;!?]|$)/iu,
  new RegExp(String.raw`\b(?:au|du)\s(${numberWords})(?=[\s,.;!?]|$)(?!\s(?:fois|essai|coup|écran|ecran))`, 'iu'),
  /\b(rez[- ]de[- ]chaus+[ée]e|rdc|ground floor|sous[- ]sol|basement)\b/iu,
];
const floorNumbers: Readonly<Record<string, string>> = {
  premier: '1',
  premiere: '1',
  first: '1',
  one: '1',
  deuxieme: '2',
  second: '2',
  two: '2',
  troisieme: '3',
  third: '3',
  three: '3',
  quatrieme: '4',
  fourth: '4',
  four: '4',
  cinquieme: '5',
  fifth: '5',
  five: '5',
  sixieme: '6',
  sixth: '6',
  septieme: '7',
  seventh: '7',
  ground: '0',
  zero: '0',
  rdc: '0',
  'ground floor': '0',
  'rez-de-chaussee': '0',
  'rez de chaussee': '0',
};

/** The floor: a number as text (0 is the ground floor), or the word said (« sous-sol », "basement", "top"). */
export function readFloor(text: string): string | undefined {
  for (const pattern of floorPatterns) {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) continue;
    const folded = fold(found);
    return floorNumbers[folded] ?? /^\d+/.exec(folded)?.[0] ?? folded;
  }
  return undefined;
}

const roomPattern =
  /\b(?:salle|bureau|room|office|amphi(?:th[ée][âa]tre)?|local|atelier|labo)\s(?:de (?:réunion|cours)\s)?(?:n°\s?)?((?:[A-Z]{1,3}[-.]?)?\d{1,4}[A-Za-z]?|[A-Z](?:[-.]\d+)?(?=[\s,.;!?]|$)|(?:des|du|de la|de l')\s?[A-ZÉÈ][\p{L}]+|[A-ZÉÈ][\p{L}]{2,}(?:[- ][A-ZÉÈ][\p{L}]+)*)/u;
const roomCodes = /\b([A-Z]\d{2,4}|[A-Z]-\d{2,4})\b/;

/** A room or office, by its number or name (« salle 204 », « salle du Conseil », "room B12"). */
export function readRoom(text: string): string | undefined {
  const lowered = text.replace(/\b(Salle|Bureau|Room|Office|Amphi|Local|Atelier)\b/g, (word) => word.toLowerCase());
  const named = roomPattern.exec(lowered)?.[1];
  if (named !== undefined) return named.trim();
  return /\b(?:salle|bureau|room|office)\b/i.test(text) ? roomCodes.exec(text)?.[1] : undefined;
}

/** The site of the organisation that is named, by its full name: people read it, and the directory says it so. */
export function readSite(text: string, sites: readonly SiteNames[]): string | undefined {
  const folded = ` ${fold(text).replace(/[^a-z0-9]+/g, ' ')} `;
  const tokens = folded.trim().split(' ');
  for (const site of sites) {
    for (const name of [site.name, ...site.words]) {
      const wanted = fold(name)
        .replace(/[^a-z0-9]+/g, ' ')
        .trim();
      if (wanted === '') continue;
      if (folded.includes(` ${wanted} `)) return site.name;
      if (!wanted.includes(' ') && wanted.length >= 6 && tokens.some((token) => near(token, wanted))) return site.name;
    }
  }
  return undefined;
}
