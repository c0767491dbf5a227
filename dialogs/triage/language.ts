import type { Language } from '../../knowledge/index.ts';
import { loadLexicon } from './lexicon.ts';
import { plain } from './text.ts';

export interface Detected {
  readonly language: Language | 'other' | undefined;
  /** 0 to 1 */
  readonly confidence: number;
}

type Lexicon = Readonly<Record<Language | 'other' | 'shared', string>>;
const lexicon = loadLexicon<Lexicon>('language');
const list = (key: keyof Lexicon) => new Set(lexicon[key].split(/\s+/).filter(Boolean));
const known = { fr: list('fr'), en: list('en'), other: list('other') };
const shared = list('shared');

const accents = /[éèêëàâùûçîïôœ]/giu;
const foreign = /[ñ¿¡ãõßäöüåøłśżźćęą]/giu;
const elision = /\b(?:l|d|j|c|s|m|n|qu)['’](?=\p{L})/giu;
const contraction = /\p{L}['’](?:t|s|re|ve|ll|m|d)\b/giu;
const codes = /\b[A-Z0-9]+(?:[-_][A-Z0-9]+)+\b/g;
const latin = /\p{Script=Latin}/gu;
const letter = /\p{L}/gu;
const nothing: Detected = { language: undefined, confidence: 0 };

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** The language of a message; undefined when too short or too even to tell ("ok", "VPN"). */
export function detectLanguage(text: string): Detected {
  // Names of machines and references (MAIRIE-2-COULEUR) belong to no language.
  const read = text.slice(0, 1000).replace(codes, ' ');
  const letters = count(read, letter);
  if (letters < 2) return nothing;
  if (count(read, latin) < letters / 2) return { language: 'other', confidence: 1 };
  const scores = { fr: 0, en: 0, other: 0 };
  const tokens =
    plain(read)
      .replace(/(\w)'(?=(?:t|s|re|ve|ll|m)\b)/g, '$1')
      .match(/[a-z]+/g) ?? [];
  for (const token of tokens) addWord(token, scores);
  scores.fr += Math.min(4, count(read, accents) * 0.8) + Math.min(4, count(read, elision) * 1.5);
  scores.en += Math.min(4, count(read, contraction) * 1.5);
  scores.other += Math.min(6, count(read, foreign) * 2);
  return decide(scores);
}

function addWord(token: string, scores: Record<Language | 'other', number>): void {
  const weight = shared.has(token) ? 0.2 : 1;
  const fr = known.fr.has(token);
  const en = known.en.has(token);
  if (fr) scores.fr += en ? weight * 0.3 : weight;
  if (en) scores.en += fr ? weight * 0.3 : weight;
  if (known.other.has(token)) scores.other += fr || en ? weight * 0.3 : weight;
  if (fr || en || token.length < 5) return;
  if (/(?:tion|ment|eur|eux|euse|ez|aient|ait|elle|ique|oire|age)s?$/.test(token)) scores.fr += 0.2;
  if (/(?:ing|ness|ly|ght|ed|ough|tion)$|^(?:wh|th)|k$|w$|y$/.test(token)) scores.en += 0.3;
}

function decide(scores: Record<Language | 'other', number>): Detected {
  const ranked = (Object.entries(scores) as [Language | 'other', number][]).sort((one, other) => other[1] - one[1]);
  const [first, second] = [ranked[0]!, ranked[1]!];
  const total = scores.fr + scores.en + scores.other;
  if (first[1] < 0.9 || first[1] - second[1] < 0.35) return nothing;
  if (first[0] === 'other' && first[1] < 2) return nothing;
  return { language: first[0], confidence: first[1] / (total + 0.5) };
}
