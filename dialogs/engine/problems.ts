import type { Passage } from '../../knowledge/index.ts';
import { asksMeaning, asksQuestion, type Routing, smallTalk } from '../triage/index.ts';
import { offerTicket, startRequest } from './advance.ts';
import { askPrompt } from './ask.ts';
import { resume } from './commands.ts';
import { expect, openRequest, say, sayWritten, type Turn, text } from './turn.ts';

/** A problem in the employee's words, with nothing under way: to the script that fits, or to knowledge. */
export function describe(turn: Turn, words: string, known?: Routing): void {
  const { state } = turn;
  const forHuman = state.prompt?.kind === 'describe' && state.prompt.forHuman === true;
  const chat = smallTalk(words);
  if (chat && !forHuman) return chatBack(turn, chat);
  const routing = known ?? turn.kit.router.route(words, state.language);
  if (forHuman) return describeForHuman(turn, words, routing);
  const term = asksMeaning(words);
  const entry = term === undefined ? undefined : turn.kit.explain(term, state.language);
  if (entry) return sayWritten(turn, { fr: entry.text, en: entry.text });
  if (asksQuestion(words)) return searchFor(turn, words);
  if (routing.reading === 'sure') {
    delete state.searched;
    return startRequest(turn, words, routing.predicted);
  }
  if (routing.reading === 'either') {
    state.searched = words;
    expect(turn, { kind: 'either', codes: routing.candidates.slice(0, 2).map((candidate) => candidate.code) });
    return askPrompt(turn);
  }
  if (routing.reading === 'none' && routing.confidence > 0.8) {
    say(turn, 'outside');
    expect(turn, { kind: 'describe' });
    return askPrompt(turn);
  }
  searchFor(turn, words);
}

/** What the knowledge base gave: an extract with its source, or the honest « je n'ai rien trouvé ». */
export function answerFromKnowledge(turn: Turn, passages: readonly Passage[]): void {
  const { state } = turn;
  const best = passages[0];
  if (best) {
    sayWritten(turn, { fr: best.text, en: best.text }, undefined, [best]);
    say(turn, 'knowledge.source', {
      title: { data: best.title },
      date: text('date', { at: best.reviewed }),
    });
  } else if (state.active) say(turn, 'knowledge.nothing');
  if (state.active) return resume(turn);
  if (best) {
    expect(turn, { kind: 'helpful' });
    return askPrompt(turn);
  }
  nothingFound(turn);
}

/** Asks once to rephrase; the second time offers a human with the words as they are (DESIGN §6.2). */
function nothingFound(turn: Turn): void {
  const { state } = turn;
  const words = state.searched ?? '';
  if (state.misread >= 1) {
    state.misread = 0;
    state.active = openRequest(turn, words);
    delete state.searched;
    say(turn, 'nothing.human');
    return offerTicket(turn, 'exhausted');
  }
  say(turn, 'nothing.once');
  expect(turn, { kind: 'describe' });
  state.misread = 1;
}

function searchFor(turn: Turn, words: string): void {
  const { state } = turn;
  const before = state.misread >= 1 && state.searched ? `${state.searched}\n` : '';
  state.searched = before + words;
  state.awaiting = 'search';
  turn.effects.push({ type: 'search', text: words, families: [] });
}

/** A human was asked for: the words become the ticket, with the script's questions if the family is plain. */
function describeForHuman(turn: Turn, words: string, routing: Routing): void {
  const { state } = turn;
  delete state.searched;
  if (routing.reading === 'sure') {
    const code = routing.predicted;
    const request = openRequest(turn, words, code);
    const script = turn.kit.scripts.get(code)!;
    for (const { id, value } of turn.kit.readFacts(words, script, state.language)) {
      request.facts.push({ id, value, source: 'said', at: turn.now });
    }
    state.active = request;
  } else state.active = openRequest(turn, words);
  offerTicket(turn, 'asked');
}

function chatBack(turn: Turn, chat: NonNullable<ReturnType<typeof smallTalk>>): void {
  const { state } = turn;
  // The introduction of this very turn has said hello already.
  const greeted = turn.effects.some((effect) => effect.type === 'say' && 'key' in effect.text && effect.text.key === 'introduction');
  if (!greeted || chat !== 'greeting') say(turn, `smallTalk.${chat}`);
  if (chat === 'thanks' || chat === 'goodbye' || chat === 'praise' || chat === 'acknowledgement') {
    delete state.prompt;
    return;
  }
  expect(turn, { kind: 'describe' });
  askPrompt(turn);
}
