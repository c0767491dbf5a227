import { readCorrection, readOutcome, readYesNo, smallTalk } from '../triage/index.ts';
import { advance } from './advance.ts';
import { askPrompt } from './ask.ts';
import { close, endRequest, giveTip } from './close.ts';
import { deadlineKey } from './deadline.ts';
import { digress } from './digressions.ts';
import { draftForSending } from './draft.ts';
import { takeIn } from './fact-changes.ts';
import { countWords, keepWords, learn } from './learning.ts';
import { saysItIsSolved, saysNothing, tellsBesides } from './phrases.ts';
import { expect, say, scriptOf, type Turn, text } from './turn.ts';
import { currentChoices, readTyped, readTypedYesNo } from './typed.ts';
import type { SupportRequest } from './types.ts';

/** Typed words at the ticket: send it, leave it, or something to change in it. */
export function readTicketAnswer(turn: Turn, request: SupportRequest, words: string): void {
  const choices = currentChoices(turn);
  if (saysItIsSolved(words) && request.reason !== 'workaround') return nowSolved(turn);
  // « non, c'est seulement au 2e », « oui mais ajoutez que c'est urgent »: something to change before it goes.
  const rest = tellsBesides(words);
  const tells = rest !== undefined && !/envo[iy]|send/i.test(rest) && !isPolite(rest);
  if (tells) return changeTicket(turn, request, rest);
  const agreed = smallTalk(words) === 'acknowledgement' ? 'send' : undefined;
  const chosen = readTypedYesNo(turn, words, choices) ?? readTyped(turn, words, choices) ?? agreed;
  if (chosen) return decideTicket(turn, request, chosen);
  if (readYesNo(words) === 'unknown') {
    say(turn, 'ticket.unsure');
    return askPrompt(turn, true);
  }
  const script = scriptOf(turn, request);
  const correction = script && readCorrection(words, script, new Set(request.facts.map((fact) => fact.id)));
  if (correction && takeIn(turn, request, [correction])) return askPrompt(turn);
  if (digress(turn, words)) return;
  // « ça marche pas », once more: there is nothing in it to add.
  if (countWords(words) < 4 && readOutcome(words) !== undefined) return askPrompt(turn, true);
  changeTicket(turn, request, words);
}

const corrects = (turn: Turn, request: SupportRequest, words: string): boolean => {
  const script = scriptOf(turn, request);
  return (
    script !== undefined && readCorrection(words, script, new Set(request.facts.map(({ id }) => id))) !== undefined
  );
};

const isPolite = (words: string): boolean => readYesNo(words) !== undefined || smallTalk(words) !== undefined;

/** What a choice at the ticket does, pressed or typed. */
export function decideTicket(turn: Turn, request: SupportRequest, id: string): void {
  if (id === 'change') {
    expect(turn, { kind: 'change' });
    return askPrompt(turn);
  }
  if (id === 'continue') {
    request.budgetWaived = true;
    delete request.reason;
    say(turn, 'ticket.goOn');
    return advance(turn);
  }
  if (id === 'cancel') {
    const solved = request.reason === 'workaround';
    say(turn, solved ? 'ticket.workaroundOnly' : 'ticket.cancelled');
    return close(turn, solved ? 'resolved' : 'abandoned');
  }
  send(turn, request);
}

/** Words that change the ticket before it goes: a corrected fact, or a line added in the employee's own words. */
export function changeTicket(turn: Turn, request: SupportRequest, words: string): void {
  const nothing = saysNothing(words) || readYesNo(words) === 'no';
  const learnt = !nothing && learn(turn, request, words);
  // What was read is seldom all that was said: « à 9 h ce matin » is more than « ce matin ».
  const more = learnt && countWords(words) >= 5 && !corrects(turn, request, words);
  const kept = !nothing && (!learnt || more) && keepWords(request, words);
  if (kept && !learnt) say(turn, 'noted');
  expect(turn, { kind: 'ticket' });
  askPrompt(turn, !learnt && !kept);
}

/** Words at « que faut-il changer ou ajouter ? ». */
export function readChange(turn: Turn, request: SupportRequest, words: string): void {
  // « ça ne marche pas » and the like are something to add; a question is a question.
  if (readOutcome(words) === undefined && digress(turn, words, false)) return;
  changeTicket(turn, request, words);
}

function send(turn: Turn, request: SupportRequest): void {
  const { state } = turn;
  const script = scriptOf(turn, request);
  const draft = draftForSending(turn, request);
  turn.effects.push({ type: 'escalate', draft, requestId: request.id });
  say(turn, draft.reason === 'workaround' ? 'ticket.sentForFix' : 'ticket.sent', {
    group: text('group', { id: draft.group }),
  });
  const deadline = draft.facts.find((fact) => fact.id === 'deadline');
  if (deadline) {
    const key = deadlineKey(turn.kit.organisation, draft, deadline.value, turn.now);
    say(turn, key, { deadline: { data: deadline.value } });
  }
  const pressed = draft.urgency === 1 && draft.reason !== 'security';
  if (script && !pressed && draft.reason !== 'asked' && draft.reason !== 'budget') giveTip(turn, request, script);
  state.sent = request.code === undefined ? { at: turn.now } : { at: turn.now, code: request.code };
  delete state.searched;
  endRequest(turn);
}

function nowSolved(turn: Turn): void {
  say(turn, 'solved');
  close(turn, 'resolved');
}
