import { readYesNo, smallTalk } from '../triage/index.ts';
import { advance } from './advance.ts';
import { close } from './close.ts';
import { digress } from './digressions.ts';
import { correctFact } from './facts.ts';
import { countWords, keepWords, learn } from './learning.ts';
import { misread } from './misread.ts';
import { saysItIsSolved, withoutYesNo } from './phrases.ts';
import { describe } from './problems.ts';
import { meetSecondProblem, otherFamily } from './second-problem.ts';
import { expect, say, scriptOf, type Turn } from './turn.ts';
import { readTyped } from './typed.ts';
import type { SupportRequest } from './types.ts';
import { recapClauses } from './wording.ts';

/** Words past « non » that already say what is not right. */
const tellsMore = 4;

/** « Si je comprends bien, … C'est bien ça ? »: yes, no, more facts, or something else. */
export function confirmReformulation(turn: Turn, request: SupportRequest, words: string): void {
  const agreed = smallTalk(words) === 'acknowledgement' ? 'yes' : undefined;
  const said = readYesNo(words) ?? readTyped(turn, words) ?? agreed;
  const other = otherFamily(turn, words);
  if (said === 'no') return countWords(words) >= tellsMore ? redescribe(turn, request, words) : deny(turn);
  if (said === 'yes' && other !== undefined) {
    request.confirmed = true;
    return meetSecondProblem(turn, words, other, true);
  }
  if (saysItIsSolved(words)) {
    say(turn, 'solved');
    return close(turn, 'resolved');
  }
  const learnt = other === undefined && learn(turn, request, withoutYesNo(words));
  const rest = withoutYesNo(words);
  if (said !== undefined && !learnt && countWords(rest) >= tellsMore) keepWords(request, rest);
  if (said !== undefined || learnt) return agree(turn, request);
  if (digress(turn, words)) return;
  if (countWords(words) >= tellsMore && keepWords(request, words)) {
    say(turn, 'noted');
    return agree(turn, request);
  }
  misread(turn, words, () => advance(turn));
}

/** « Pas tout à fait »: the sentence is the question already; « que se passe-t-il ? » is not asked a second time. */
export function deny(turn: Turn): void {
  say(turn, 'reformulation.sorry');
  expect(turn, { kind: 'describe' });
}

function agree(turn: Turn, request: SupportRequest): void {
  request.confirmed = true;
  advance(turn);
}

/** What is said after « pas tout à fait » may name another family, or more facts of this one. */
export function redescribe(turn: Turn, request: SupportRequest, words: string): void {
  const said = readYesNo(words);
  if (said === 'yes' || said === 'unknown') return agree(turn, request);
  const other = otherFamily(turn, words);
  const bare = 'key' in recapClauses(scriptOf(turn, request)!, request.facts).main;
  const learnt = other === undefined && learn(turn, request, withoutYesNo(words));
  if (other !== undefined || (bare && !learnt)) return startAfresh(turn, request, words);
  if (learnt) return agree(turn, request);
  if (digress(turn, words)) return;
  if (keepWords(request, words)) say(turn, 'noted');
  forgetReading(turn, request);
  agree(turn, request);
}

/** It was another problem altogether: the words of both messages stay together. */
function startAfresh(turn: Turn, request: SupportRequest, words: string): void {
  const { state } = turn;
  delete state.active;
  delete state.prompt;
  state.searched = [request.words, ...request.notes].join('\n');
  if (request.attachments.length > 0) state.attachments = request.attachments;
  describe(turn, withoutYesNo(words));
}

/** The problem was read wrongly and the mend could not be read: it is asked in plain terms, what else is known stays. */
function forgetReading(turn: Turn, request: SupportRequest): void {
  const script = scriptOf(turn, request)!;
  const main = script.facts.find((fact) => fact.ask !== undefined && request.facts.some((each) => each.id === fact.id));
  const known = request.facts.find((fact) => fact.id === main?.id);
  if (!main || known?.source !== 'said') return;
  correctFact(request, script, main.id, 'unknown', turn.now);
  request.facts = request.facts.filter((fact) => fact.id !== main.id);
}
