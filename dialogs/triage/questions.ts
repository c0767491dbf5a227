import { withoutCourtesy } from './courtesy.ts';
import { loadLexicon, type Phrases } from './lexicon.ts';
import { phraseBook } from './phrases.ts';
import { plain, words } from './text.ts';

interface Lexicon {
  readonly why: { readonly whole: Phrases };
  readonly question: { readonly start: Phrases; readonly inside: Phrases };
}

const lexicon = loadLexicon<Lexicon>('questions');
const why = phraseBook([['why', lexicon.why.whole.map((text) => `^ ${text} $`)]]);
const start = phraseBook([['question', lexicon.question.start.map((text) => `^ ${text}`)]]);
const inside = phraseBook([['question', lexicon.question.inside]]);

const article = String.raw`(?:(?:un|une|le|la|les|des|du|a|an|the|ce|cet|cette|your|votre|mon|ma|my)\s+|l'\s*|d'un\s+)?`;
const term = String.raw`["«“']?\s*(?<term>[\p{L}\d][\p{L}\d'’./+-]*(?:[ ][\p{L}\d'’./+-]+){0,4}?)\s*["»”']?`;
const end = String.raw`\s*(?:exactement|au juste|exactly|even|svp|stp|please|deja|donc|encore|au fait)?\s*[?!.…]*\s*$`;
/** Where the term stands, on text without accents: linear, each begins with fixed words and ends at the end. */
const meanings = [
  String.raw`(?:c'?\s?est|c|sait|cest)\s+(?:quoi|koi|kwa)\s+(?:que\s+)?${article}${term}${end}`,
  String.raw`(?:qu'?\s?est[ -]ce qu[e']|qu[' ]est-ce que c'est qu[e']|kes?k)\s*(?:c'est\s+)?(?:qu[e']\s*)?${article}${term}${end}`,
  String.raw`(?:ca|cela)\s+(?:veut|signifie)\s*(?:dire)?\s+quoi,?\s+${article}${term}${end}`,
  String.raw`que\s+(?:veut dire|signifie)\s+${article}${term}${end}`,
  String.raw`qu'?entendez[- ]vous par\s+${article}${term}${end}`,
  String.raw`${article}${term}\s*,?\s+(?:c'?\s?est|c)\s+(?:quoi|koi)(?:\s+(?:ca|exactement))?${end}`,
  String.raw`${article}${term}\s*,?\s+(?:ca|cela)\s+(?:veut dire|signifie)\s+quoi${end}`,
  String.raw`(?:je\s+)?(?:ne\s+|n')?(?:comprends?|connais|vois)\s+pas\s+(?:ce (?:que (?:veut dire|c'est que)|qu'est)\s+|le mot\s+|le terme\s+)?${article}${term}${end}`,
  String.raw`(?:je\s+)?(?:ne\s+)?sais?\s+pas\s+ce\s+(?:qu[e']\s*(?:est|c'est(?:\s+qu[e'])?))\s*${article}${term}${end}`,
  String.raw`(?:what'?s|what\s+is|what\s+are|wats|what'?re|whats)\s+${article}${term}${end}`,
  String.raw`what\s+does\s+${article}${term}\s+(?:mean|stand for|do)${end}`,
  String.raw`what\s+do\s+you\s+mean\s+by\s+${article}${term}${end}`,
  String.raw`(?:the\s+)?meaning\s+of\s+${article}${term}${end}`,
  String.raw`(?:i\s+)?(?:don'?t|do not)\s+(?:know|understand|get)\s+(?:what\s+(?:is\s+)?)?${article}${term}(?:\s+(?:is|means?|are))?${end}`,
  String.raw`(?:define|definition of|definition de|definition)\s+${article}${term}${end}`,
].map(
  (source) =>
    new RegExp(
      String.raw`(?:^|[,.;!?]\s*|^(?:euh|heu|um|uh|mais|but|et|and|ok|pardon|sorry|desole)[, ]+)${source}`,
      'u',
    ),
);

/** Words that stand where a term would, and name none. */
const noTerm =
  /^(?:ca|cela|ce|it|this|that|le (?:probleme|souci)|problem|probleme|souci|issue|matter|(?:the )?point|wrong|up|new|going on|happening|le rapport|rapport|la suite|next|status|pourquoi|comment|ou|why|how|where|when|what|quoi|qui|who|nom|ton .*|votre .*|your .*|you|it .*|that .*|this .*|if .*|the way .*|best .*|difference .*|procedure.*|horaires.*|anything|why .*|how .*|where .*|comment .*|pourquoi .*|ou .*|si .*)$/;
const longestQuestion = 160;

/** The term that the person asks the meaning of, as said, or undefined. */
export function asksMeaning(text: string): string | undefined {
  if (text.length > longestQuestion) return undefined;
  const said = plain(text).replace(/\s+/g, ' ').trim();
  for (const pattern of meanings) {
    const found = pattern.exec(said)?.groups?.term;
    if (found === undefined || noTerm.test(found)) continue;
    return found.replace(/^(?:un|une|le|la|les|a|an|the) /, '').replace(/^l'/, '');
  }
  return undefined;
}

/** Whether the person asks why something was asked of them. */
export function asksWhy(text: string): boolean {
  if (text.length > longestQuestion) return false;
  return why.find(withoutCourtesy(words(text))) !== undefined;
}

/** Whether the message is a question that knowledge might answer, rather than a problem told. */
export function asksQuestion(text: string): boolean {
  if (asksMeaning(text) !== undefined) return true;
  const said = withoutCourtesy(words(text));
  if (said.length < 3) return false;
  if (inside.find(said) !== undefined) return true;
  return start.find(said) !== undefined && (text.includes('?') || said.length <= 14);
}
