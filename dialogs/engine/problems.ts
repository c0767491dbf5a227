import {
  asksMeaning,
  asksQuestion,
  findOtherService,
  type OtherService,
  type Routing,
  readOutcome,
  readYesNo,
  smallTalk,
} from '../triage/index.ts';
import { offerTicket, startRequest } from './advance.ts';
import { askPrompt } from './ask.ts';
import { reopenSolved } from './close.ts';
import { familiesToOffer, leadingFamily, likelyFamilies } from './families.ts';
import { openForHuman, reviveDropped } from './human.ts';
import { countWords } from './learning.ts';
import { asksToSend, saysItCameBack } from './phrases.ts';
import { park, tellsProblem } from './second-problem.ts';
import { expect, hasSaid, openRequest, say, sayWritten, scriptOf, type Turn, wordsSoFar } from './turn.ts';

/** After a ticket was sent, words that fit no other problem are probably for it. */
const additionTime = 15 * 60_000;
/** A problem that returns later than this is told afresh. */
const returnTime = 30 * 24 * 3600_000;
/** How likely it must be that the words are outside IT, to say so. */
const plainlyOutside = 0.6;
export const opensQuestion =
  /^\s*(?:bonjour|bjr|hello|hi)?[\s,]*(?:comment|pourquoi|où|ou|quel|quelle|quand|est-ce|puis-je|peut-on|ai-je|c'est quoi|how|why|where|what|when|which|can|may|could|am i|is it|do i)\b/i;
/** « oui », « ok envoyez », "I don't know": an answer to nothing. */
const bareAnswer = 4;

/** A problem in the employee's words, with nothing under way: to the script that fits, or to knowledge. */
export function describe(turn: Turn, words: string): void {
  const { state } = turn;
  if (state.prompt?.kind === 'describe' && state.prompt.forHuman) return openForHuman(turn, words);
  if (asksToSend(words) && reviveDropped(turn)) return;
  const chat = smallTalk(words);
  if (chat) return chatBack(turn, chat);
  if (acknowledgesEnd(turn, words)) return say(turn, 'smallTalk.acknowledgement');
  if (!/[\p{L}\d]/u.test(words)) return readWordless(turn);
  const term = asksMeaning(words);
  const entry = term === undefined ? undefined : turn.kit.explain(term, state.language);
  if (entry) {
    sayWritten(turn, { fr: entry.text, en: entry.text });
    return askPrompt(turn);
  }
  const routing = turn.kit.router.route(words, state.language);
  const elsewhere =
    routing.reading === 'none' ? findOtherService(words, turn.kit.organisation.otherServices) : undefined;
  if (elsewhere) return sendElsewhere(turn, elsewhere);
  // « je veux un script », « je peux plus ouvrir ma session » sound like questions, and tell what is the matter.
  const asks =
    asksQuestion(words) && !(routing.reading === 'sure' && !opensQuestion.test(words) && tellsProblem(words));
  if (asks) return searchFor(turn, words);
  if (returns(turn, words, routing)) return reopenSolved(turn, words);
  if (countWords(words) <= bareAnswer && readYesNo(words) !== undefined) {
    return state.searched === undefined ? offerFamilies(turn) : giveUp(turn);
  }
  if (countWords(words) >= 3 && isAddition(turn, routing)) {
    expect(turn, { kind: 'addition', words });
    return askPrompt(turn);
  }
  const two = splitProblems(turn, words);
  if (two) return startTwo(turn, two);
  if (routing.reading === 'sure') return startRequest(turn, wordsSoFar(turn, words), routing.predicted);
  // Containment cannot wait for « de laquelle s'agit-il ? ».
  if (routing.reading === 'either' && turn.kit.scripts.get(routing.predicted)?.alwaysEscalate) {
    return startRequest(turn, wordsSoFar(turn, words), routing.predicted);
  }
  if (routing.reading === 'either') {
    state.searched = wordsSoFar(turn, words);
    expect(turn, { kind: 'either', codes: routing.candidates.slice(0, 2).map((candidate) => candidate.code) });
    return askPrompt(turn);
  }
  if (routing.reading === 'none' && routing.confidence > plainlyOutside && state.searched === undefined) {
    // The same refusal is not said twice.
    if (state.misread >= 1) return giveUp(turn, words);
    say(turn, 'outside');
    ask(turn, 'describe');
    state.misread = 1;
    return;
  }
  const leading = routing.reading === 'unsure' ? leadingFamily(turn, words) : undefined;
  if (leading !== undefined) return startRequest(turn, wordsSoFar(turn, words), leading);
  searchFor(turn, words);
}

/** Named as what it is, and sent where the organisation says: never a ticket for a technician. */
function sendElsewhere(turn: Turn, { subject, contact }: OtherService): void {
  say(turn, 'outside.elsewhere', { subject: { written: subject }, contact: { written: contact } });
  expect(turn, { kind: 'describe' });
}

/** The one family that the words are likely about. */
export const startLikely = (turn: Turn, code: string): void => startRequest(turn, wordsSoFar(turn, ''), code);

/** Two families were possible and both are meant: the first now, the other next, linked. */
export function startBoth(turn: Turn, codes: readonly string[]): void {
  const [first, second] = codes;
  const words = wordsSoFar(turn, '');
  say(turn, 'either.both');
  startRequest(turn, words, first!, { confirmed: true });
  park(turn, words, second!, true);
}

interface Problem {
  readonly words: string;
  readonly code: string;
}

/** « outlook est figé et j'ai aussi plus de toner »: two problems told in one breath, each plain by itself. */
function splitProblems({ kit, state }: Turn, words: string): readonly [Problem, Problem] | undefined {
  const [, first, second] = joined.exec(words) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const [one, other] = [first, second].map((part) => ({ part, routing: kit.router.route(part, state.language) }));
  if (one?.routing.reading !== 'sure' || other?.routing.reading !== 'sure') return undefined;
  if (one.routing.predicted === other.routing.predicted) return undefined;
  return [
    { words: one.part.trim(), code: one.routing.predicted },
    { words: other.part.trim(), code: other.routing.predicted },
  ];
}

const joined =
  /^(.{12,}?)[\s,.;]+(?:et (?:j'ai |il y a )?(?:aussi|en plus|sinon)|et puis|en plus|par ailleurs|and also|and|also|plus)[\s,]+(.{12,})$/is;

function startTwo(turn: Turn, [first, second]: readonly [Problem, Problem]): void {
  say(turn, 'either.both');
  startRequest(turn, first.words, first.code);
  park(turn, second.words, second.code);
}

/** Nothing fits, twice, or the employee cannot tell: a technician, with the words as they are (DESIGN §6.2). */
export function giveUp(turn: Turn, words = ''): void {
  const { state } = turn;
  state.active = openRequest(turn, wordsSoFar(turn, words));
  say(turn, 'nothing.human');
  offerTicket(turn, 'exhausted');
}

/** Asks once to put it otherwise, or to pick the nearest family. */
export function nothingFound(turn: Turn): void {
  if (turn.state.misread >= 1) return giveUp(turn);
  offerFamilies(turn);
}

function offerFamilies(turn: Turn): void {
  const { state } = turn;
  const codes = familiesToOffer(turn, state.searched ?? '');
  expect(turn, { kind: 'either', codes, rephrase: true });
  askPrompt(turn);
  state.misread = 1;
}

function searchFor(turn: Turn, words: string): void {
  const { state } = turn;
  state.searched = wordsSoFar(turn, words);
  state.awaiting = 'search';
  turn.effects.push({ type: 'search', text: words, families: likelyFamilies(turn, words) });
}

/** « ça recommence », « non ça marche pas » a moment after it seemed solved, or the same again after a temporary fix. */
function returns(turn: Turn, words: string, routing: Routing): boolean {
  const { state, now } = turn;
  const { solved } = state;
  if (!solved || now - solved.openedAt > returnTime) return false;
  if (routing.reading === 'sure' && routing.predicted !== solved.code) return false;
  const justNow = now - state.lastAt < additionTime && !state.prompt;
  const outcome = justNow ? readOutcome(words) : undefined;
  if (saysItCameBack(words) || outcome === 'did_not_work' || outcome === 'could_not') return true;
  const script = scriptOf(turn, solved);
  const fix = script?.steps.find((step) => step.id === solved.solvedBy);
  if (!script || fix?.solution !== 'temporary' || routing.reading !== 'sure') return false;
  const symptom = solved.facts.find((fact) => fact.id === script.facts[0]!.id);
  return turn.kit
    .readFacts(words, script, state.language)
    .some((fact) => fact.id === symptom?.id && fact.value === symptom.value);
}

function isAddition({ state, now }: Turn, routing: Routing): boolean {
  const { sent } = state;
  if (!sent || state.prompt || now - sent.at > additionTime) return false;
  return routing.reading === 'sure' ? routing.predicted === sent.code : routing.reading !== 'none';
}

/** An emoji alone: asked in words, then a human is offered, then a ticket is shown. */
function readWordless(turn: Turn): void {
  const { state } = turn;
  const before = state.prompt?.kind === 'describe' ? state.misread : 0;
  if (before >= 2) return giveUp(turn);
  if (before === 0) ask(turn, 'describe');
  else {
    expect(turn, { kind: 'describe' });
    say(turn, 'describe.wordless');
  }
  state.misread = before + 1;
}

/** « d'accord », « non », right after something ended: nothing is asked, and nothing is to be. */
function acknowledgesEnd({ state, now }: Turn, words: string): boolean {
  const ended = state.sent ?? state.solved ?? state.dropped;
  if (!ended || state.prompt || state.searched !== undefined || now - state.lastAt > additionTime) return false;
  return (
    countWords(words) <= 2 && (readYesNo(words) === 'yes' || (state.solved === undefined && readYesNo(words) === 'no'))
  );
}

function ask(turn: Turn, kind: 'describe'): void {
  expect(turn, { kind });
  askPrompt(turn);
}

function chatBack(turn: Turn, chat: NonNullable<ReturnType<typeof smallTalk>>): void {
  const { state } = turn;
  // The introduction of this very turn has said hello already.
  if (!hasSaid(turn, 'introduction') || chat !== 'greeting') say(turn, `smallTalk.${chat}`);
  const closing = chat === 'thanks' || chat === 'goodbye' || chat === 'praise' || chat === 'acknowledgement';
  if (!closing) return ask(turn, 'describe');
  delete state.prompt;
  delete state.searched;
}
