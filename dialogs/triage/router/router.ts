import type { Article, Language } from '../../../knowledge/index.ts';
import type { QuestioningScript } from '../../scripts/schema.ts';
import { type Command, commands } from '../commands.ts';
import { type SmallTalk, smallTalk } from '../small-talk.ts';
import { adapt } from './adapt.ts';
import { examplesOf } from './examples.ts';
import { classify, type RoutingModel, type Share } from './model.ts';
import { createReader } from './reader.ts';
import { loadShippedModel } from './shipped-model.ts';

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
  /** What is asked of Guichet itself, in words that are no set phrase for it. */
  readonly command?: { readonly name: Command; readonly confidence: number };
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
  readonly model?: RoutingModel;
}

const outside = 'none';
/** « mon truc ne marche plus »: a problem, and no word of which. */
const unclear = 'unclear';
const commandLabel = 'command:';
/** Under this, a family is a guess: the words are searched for. */
const guess = 0.24;
const sureAt = 0.55;
const sureMargin = 0.25;
const leastOfEither = 0.2;
const mostRemembered = 32;
const longestRemembered = 2000;
/** A command is obeyed at once, so it takes more than being likely. */
const commandAt = 0.6;

/** Reads messages with the shipped model, taught what the given scripts and articles have besides. */
export function createRouter({ scripts, articles, model = loadShippedModel() }: RouterOptions): Router {
  const codes = new Set(scripts.map((script) => script.code));
  const learnt = adapt(model, examplesOf(scripts, articles));
  const read = createReader(learnt.vocabulary);

  function route(text: string): Routing {
    const nothing = {
      predicted: outside,
      confidence: 1,
      candidates: [...codes].map((code) => ({ code, confidence: 0 })),
      reading: 'none',
    } as const;
    const talk = smallTalk(text);
    if (talk !== undefined) return { ...nothing, smallTalk: talk };
    const features = read(text);
    return features.keys.length === 0 ? nothing : interpret(classify(learnt, features), codes);
  }
  return { route: remembering(route) };
}

/** One message is routed by several readers of one turn: it is read once. */
function remembering(route: (text: string) => Routing): (text: string) => Routing {
  const routed = new Map<string, Routing>();
  return (text) => {
    const known = routed.get(text);
    if (known) return known;
    const found = route(text);
    if (text.length > longestRemembered) return found;
    if (routed.size >= mostRemembered) routed.delete(routed.keys().next().value!);
    routed.set(text, found);
    return found;
  };
}

function interpret(shares: readonly Share[], codes: ReadonlySet<string>): Routing {
  const top = shares[0]!;
  const asked = commands.find((command) => top.label === commandLabel + command);
  const command =
    asked !== undefined && top.probability >= commandAt
      ? { command: { name: asked, confidence: top.probability } }
      : {};
  const subjects = shares.filter(({ label }) => !label.startsWith(commandLabel));
  const [likeliest] = subjects;
  const family = subjects.find(({ label }) => label !== outside && label !== unclear);
  const known = likeliest!.label === outside || family === undefined ? {} : { category: family.label };
  const candidates = subjects
    .filter(({ label }) => codes.has(label))
    .map(({ label, probability }) => ({ code: label, confidence: probability }));
  const [best, second] = candidates;
  if (best === undefined || likeliest!.label !== best.code || best.confidence < guess) {
    const reading = likeliest!.label === outside ? 'none' : 'unsure';
    const noneShare = shares.find(({ label }) => label === outside)?.probability ?? 0;
    const confidence = Math.max(noneShare, 1 - (best?.confidence ?? 0));
    return { predicted: outside, confidence, candidates, reading, ...known, ...command };
  }
  const found = { predicted: best.code, confidence: best.confidence, candidates, ...known, ...command };
  const next = second?.confidence ?? 0;
  if (best.confidence >= sureAt && best.confidence - next >= sureMargin) return { ...found, reading: 'sure' };
  return { ...found, reading: next >= leastOfEither ? 'either' : 'unsure' };
}
