import type { Article, Language } from '../../../knowledge/index.ts';
import type { QuestioningScript } from '../../scripts/schema.ts';
import { loadLexicon } from '../lexicon.ts';
import { type SmallTalk, smallTalk } from '../small-talk.ts';
import { words } from '../text.ts';
import { train } from './classifier.ts';
import { type ConceptLexicon, createConcepts } from './concepts.ts';
import { type Example, gatherExamples, type RoutingLexicon } from './examples.ts';
import { extract } from './features.ts';
import { createMender } from './mend.ts';

export interface Routing {
  /** A family that has a script, or `none`. */
  readonly predicted: string;
  /** 0 to 1, of `predicted`. */
  readonly confidence: number;
  /** Every family that has a script, best first. */
  readonly candidates: readonly { readonly code: string; readonly confidence: number }[];
  /** sure: act. either: offer the two best. unsure: search knowledge. none: small talk, or outside the job. */
  readonly reading: 'sure' | 'either' | 'unsure' | 'none';
  readonly smallTalk?: SmallTalk;
  /** The likeliest family of the whole service catalogue, with a script or not; absent for `none`. */
  readonly category?: string;
}

export interface Router {
  /** Pure. Both languages are read at once: the language is taken for the callers' ease, and changes nothing. */
  route(text: string, language?: Language): Routing;
}

export interface RouterOptions {
  readonly scripts: readonly QuestioningScript[];
  readonly articles: readonly Pick<Article, 'title' | 'families' | 'language'>[];
  readonly lexicon?: RoutingLexicon;
}

const outside = 'none';
const sureAt = 0.5;
const sureMargin = 0.2;
const eitherAt = 0.6;
const leastOfEither = 0.2;

/** Learns at load from what scripts and articles say of themselves and from the lexicon; the same input, the same router. */
export function createRouter({ scripts, articles, lexicon = shippedLexicon() }: RouterOptions): Router {
  const codes = scripts.map((script) => script.code);
  const concepts = createConcepts(lexicon.concepts);
  const examples = gatherExamples(scripts, articles, lexicon);
  const vocabulary = new Set(concepts.words);
  const features = (example: Example) => {
    const said = words(example.text);
    for (const word of said) vocabulary.add(word);
    return extract(said, concepts.find(said));
  };
  const classifier = train(
    examples.map((example) => ({ label: example.label, features: features(example), weight: example.weight })),
  );
  const mend = createMender(vocabulary);

  function route(text: string): Routing {
    const talk = smallTalk(text);
    const none = {
      predicted: outside,
      candidates: codes.map((code) => ({ code, confidence: 0 })),
      reading: 'none',
    } as const;
    if (talk !== undefined) return { ...none, confidence: 1, smallTalk: talk };
    const said = words(text).map(mend);
    if (said.length === 0) return { ...none, confidence: 1 };
    const found = extract(said, concepts.find(said));
    return interpret(classifier.classify(found), codes, classifier.familiarity(found));
  }
  return { route };
}

export function shippedLexicon(): RoutingLexicon {
  return {
    concepts: loadLexicon<ConceptLexicon>('concepts'),
    families: Object.fromEntries(
      Object.entries(loadLexicon<Record<string, Lines>>('families')).map(([code, lines]) => [code, texts(lines)]),
    ),
    outside: texts(loadLexicon<Lines>('outside')),
  };
}

/** One message a line. */
type Lines = Readonly<Record<Language, string>>;

function texts({ fr, en }: Lines): Record<Language, string[]> {
  const split = (lines: string) => lines.split('\n').filter(Boolean);
  return { fr: split(fr), en: split(en) };
}

function interpret(
  ranked: readonly { label: string; probability: number }[],
  codes: readonly string[],
  familiarity: number,
): Routing {
  // Words never met say nothing: the less is familiar, the less the rest is believed.
  const trust = Math.min(1, 0.25 + familiarity * 1.25);
  const candidates = ranked
    .filter(({ label }) => codes.includes(label))
    .map(({ label, probability }) => ({ code: label, confidence: probability * trust }));
  const [best, second] = candidates;
  const top = ranked[0]!;
  const noneShare = ranked.find(({ label }) => label === outside)?.probability ?? 0;
  const category = ranked.find(({ label }) => label !== outside)?.label;
  const known = category === undefined ? {} : { category };
  const refused = (reading: 'none' | 'unsure', confidence: number): Routing => ({
    predicted: outside,
    confidence,
    candidates,
    reading,
    ...(reading === 'none' ? {} : known),
  });
  if (top.label === outside) return refused(noneShare >= sureAt ? 'none' : 'unsure', noneShare);
  if (best === undefined || familiarity === 0) return refused('unsure', 1 - (best?.confidence ?? 0));
  if (top.label !== best.code) return refused('unsure', 1 - best.confidence);
  const found = { predicted: best.code, confidence: best.confidence, candidates, category: best.code };
  const margin = best.confidence - (second?.confidence ?? 0);
  if (best.confidence >= sureAt && margin >= sureMargin) return { ...found, reading: 'sure' };
  const both = best.confidence + (second?.confidence ?? 0);
  if (both >= eitherAt && (second?.confidence ?? 0) >= leastOfEither) return { ...found, reading: 'either' };
  return { ...found, reading: best.confidence >= sureAt ? 'sure' : 'unsure' };
}
