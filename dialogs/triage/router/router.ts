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
/** Under this, a family is a guess: nothing is predicted. Of the share before all shares are brought back to 1. */
const guess = 0.24;
/** Under this, nothing is kept as the likeliest of the catalogue either. */
const categoryGuess = 0.2;
const sureAt = 0.55;
const sureMargin = 0.25;
const leastOfEither = 0.2;
/** A family that has a script can be helped with: between two that are as likely, it is the one to try. */
const scriptedOdds = 2;

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
    return interpret(standIn(classifier.classify(found), codes, lexicon.standIns), codes);
  }
  return { route };
}

export function shippedLexicon(): RoutingLexicon {
  return {
    concepts: loadLexicon<ConceptLexicon>('concepts'),
    families: Object.fromEntries(
      Object.entries(loadLexicon<Record<string, Lines>>('families')).map(([code, lines]) => [code, texts(lines)]),
    ),
    standIns: loadLexicon<RoutingLexicon['standIns']>('stand-ins'),
    outside: texts(loadLexicon<Lines>('outside')),
  };
}

/** One message a line. */
type Lines = Readonly<Record<Language, string>>;

function texts({ fr, en }: Lines): Record<Language, string[]> {
  const split = (lines: string) => lines.split('\n').filter(Boolean);
  return { fr: split(fr), en: split(en) };
}

interface Ranked {
  readonly label: string;
  readonly probability: number;
}

/** A family without a script lends its probability to the one that stands in for it, if that has a script. */
function standIn(ranked: readonly Ranked[], codes: readonly string[], standIns: RoutingLexicon['standIns']) {
  const category = ranked.find(({ label }) => label !== outside);
  const shares = new Map<string, number>();
  for (const { label, probability } of ranked) {
    const other = standIns[label];
    const code = !codes.includes(label) && other !== undefined && codes.includes(other) ? other : label;
    const odds = codes.includes(code) ? scriptedOdds : 1;
    shares.set(code, (shares.get(code) ?? 0) + probability * odds);
  }
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  const merged = [...shares].map(([label, share]) => ({ label, probability: share / total }));
  return { category, total, ranked: merged.sort((one, other) => other.probability - one.probability) };
}

function interpret({ category, total, ranked }: ReturnType<typeof standIn>, codes: readonly string[]): Routing {
  const candidates = ranked
    .filter(({ label }) => codes.includes(label))
    .map(({ label, probability }) => ({ code: label, confidence: probability }));
  const [best, second] = candidates;
  const top = ranked[0]!;
  const known = category !== undefined && category.probability >= categoryGuess ? { category: category.label } : {};
  if (best === undefined || top.label !== best.code || best.confidence * total < guess) {
    const reading = top.label === outside && top.probability >= guess ? 'none' : 'unsure';
    const noneShare = ranked.find(({ label }) => label === outside)?.probability ?? 0;
    const confidence = Math.max(noneShare, 1 - (best?.confidence ?? 0));
    return { predicted: outside, confidence, candidates, reading, ...(reading === 'none' ? {} : known) };
  }
  const found = {
    predicted: best.code,
    confidence: best.confidence,
    candidates,
    category: known.category ?? best.code,
  };
  const next = second?.confidence ?? 0;
  if (best.confidence >= sureAt && best.confidence - next >= sureMargin) return { ...found, reading: 'sure' };
  return { ...found, reading: next >= leastOfEither ? 'either' : 'unsure' };
}
