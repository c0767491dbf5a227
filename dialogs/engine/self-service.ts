import { findAction, isAction, titleOfAction } from '../self-service/registry.ts';
import { readYesNo } from '../triage/index.ts';
import { advance, offerTicket } from './advance.ts';
import { askPrompt } from './ask.ts';
import { close } from './close.ts';
import { callHuman } from './human.ts';
import { resume } from './resume.ts';
import { expect, openRequest, say, scriptOf, type Turn } from './turn.ts';
import { currentChoices, readTyped, readTypedYesNo } from './typed.ts';
import type { ActionInput, Event, Examination, Prompt, Text } from './types.ts';

/** A confirmation is good for so long, ms: what it shows may have changed since. */
const confirmationLife = 10 * 60_000;

const opensWithNo = /^\s*(?:non|no|nope|nan|surtout pas|rien|stop)\b/i;

const spoken = (turn: Turn, texts: readonly Text[]): void => {
  for (const each of texts) turn.effects.push({ type: 'say', text: each });
};

/** Something that Guichet does itself, asked for anywhere: prepared at once, whatever was being asked waits. */
export function askForAction(turn: Turn, words: string): boolean {
  const { prompt } = turn.state;
  // Words that were asked for belong to what asked for them.
  if (prompt?.kind === 'actionWords' || prompt?.kind === 'change' || prompt?.kind === 'reopened') return false;
  const action = findAction(words);
  if (action === undefined) return false;
  startAction(turn, action);
  return true;
}

/** Examines an action for the person who writes. */
export function startAction(turn: Turn, id: string, input: ActionInput = {}): void {
  const { state } = turn;
  const before = state.action ? state.action.before : interrupted(state.prompt);
  state.action = before ? { id, input, before } : { id, input };
  delete state.prompt;
  state.awaiting = 'action';
  turn.effects.push({ type: 'examine', action: id, input });
}

/** The question to come back to; those of self-service itself are over once another is asked for. */
function interrupted(prompt: Turn['state']['prompt']): Prompt | undefined {
  // An offer that nobody took up is no question to come back to.
  if (!prompt || prompt.kind === 'describe' || prompt.kind === 'lesson' || isActionPrompt(prompt)) return undefined;
  const { nonce: _, askedAt: __, choices: ___, messageId: ____, ...asked } = prompt;
  return asked as Prompt;
}

export const isActionPrompt = ({ kind }: Prompt): boolean =>
  ['offer', 'actionChoice', 'actionWords', 'actionConfirm', 'actionHelped'].includes(kind);

/** What the examination gave: told, asked further, refused with its reason, or shown for confirmation. */
export function examined(turn: Turn, examination: Exclude<Examination, { type: 'signIn' }>): void {
  const { state } = turn;
  const current = state.action;
  if (!current) return;
  const record = (outcome: 'told' | 'refused', code: string) =>
    turn.effects.push({ type: 'recordAction', action: current.id, input: current.input, outcome, code });
  switch (examination.type) {
    case 'tell':
      record('told', 'told');
      spoken(turn, examination.texts);
      return offerNext(turn, examination.next ?? []);
    case 'choose':
      expect(turn, {
        kind: 'actionChoice',
        parameter: examination.parameter,
        question: examination.question,
        options: examination.choices,
      });
      return askPrompt(turn);
    case 'write':
      expect(turn, { kind: 'actionWords', parameter: examination.parameter, question: examination.question });
      return askPrompt(turn);
    case 'refuse':
      record('refused', examination.code);
      spoken(turn, examination.texts);
      return endAction(turn, examination.ticket ?? false);
    case 'confirm':
      if (examination.input) state.action = { ...current, input: examination.input };
      expect(turn, {
        kind: 'actionConfirm',
        preview: examination.preview,
        approvers: examination.approvers ?? [],
        secondPerson: examination.secondPerson ?? false,
      });
      return askPrompt(turn);
  }
}

/** After an answer, what may help next is one press away. */
function offerNext(turn: Turn, actions: readonly string[]): void {
  const { state } = turn;
  const next = actions.filter(isAction);
  if (next.length === 0 || state.action?.before || state.active) return endAction(turn, false);
  delete state.action;
  expect(turn, { kind: 'offer', actions: next });
  askPrompt(turn);
}

/** The action is over, done or not: back to what it interrupted. `ticket`: a person can do more. */
function endAction(turn: Turn, ticket: boolean): void {
  const { state } = turn;
  const action = state.action;
  delete state.action;
  delete state.prompt;
  if (action?.before) {
    expect(turn, action.before);
    return resume(turn);
  }
  if (state.active) return ticket ? offerTicket(turn, 'script') : advance(turn);
  if (!ticket || !action) return;
  state.active = openRequest(turn, turn.kit.write(titleOfAction(action.id), state.language));
  offerTicket(turn, 'asked');
}

/** A button of self-service's own questions. */
export function chooseForAction(turn: Turn, choice: string): void {
  const { state } = turn;
  const { prompt } = state;
  if (!prompt) return;
  if (prompt.kind === 'offer') return takeOffer(turn, prompt.actions, choice);
  if (prompt.kind === 'actionHelped') return judgeAction(turn, choice === 'yes');
  if (prompt.kind === 'actionChoice') {
    if (choice === 'cancel') return giveUpAction(turn);
    return startAction(turn, state.action!.id, { ...state.action!.input, [prompt.parameter]: choice });
  }
  if (prompt.kind !== 'actionConfirm') return askPrompt(turn);
  if (choice === 'cancel') return giveUpAction(turn);
  if (turn.now - prompt.askedAt > confirmationLife) {
    say(turn, 'action.expired');
    return startAction(turn, state.action!.id, state.action!.input);
  }
  confirm(turn, prompt);
}

function confirm(turn: Turn, prompt: Extract<NonNullable<Turn['state']['prompt']>, { kind: 'actionConfirm' }>): void {
  const { state } = turn;
  const { id, input } = state.action!;
  const { nonce, approvers, secondPerson } = prompt;
  turn.effects.push({ type: 'act', action: id, input, nonce, approvers, secondPerson });
  if (secondPerson) say(turn, 'action.waits.technician');
  else if (approvers.length > 0) say(turn, 'action.waits', { names: names(approvers) });
  else say(turn, 'action.begun');
  const { before } = state.action!;
  delete state.action;
  delete state.prompt;
  // What it interrupted is asked again once it is known what became of it.
  if (before) return expect(turn, before);
  if (!state.active) return;
  // Containment runs beside the questions, which cannot wait for it.
  if (scriptOf(turn, state.active)?.alwaysEscalate) return advance(turn);
  expect(turn, { kind: 'actionHelped' });
}

const names = (people: readonly { displayName: string }[]): Text => ({
  all: people.map(({ displayName }) => ({ data: displayName })),
  separator: ', ',
});

function giveUpAction(turn: Turn): void {
  say(turn, 'action.givenUp');
  endAction(turn, false);
}

function takeOffer(turn: Turn, offered: readonly string[], choice: string): void {
  const { state } = turn;
  delete state.prompt;
  if (offered.includes(choice)) return startAction(turn, choice);
  if (state.active) return advance(turn);
  say(turn, 'smallTalk.acknowledgement');
}

function judgeAction(turn: Turn, solved: boolean): void {
  delete turn.state.prompt;
  if (!turn.state.active) return;
  if (!solved) return advance(turn);
  say(turn, 'solved');
  close(turn, 'resolved');
}

/** Words at one of self-service's questions. Returns false when they are something else. */
export function answerForAction(turn: Turn, words: string): boolean {
  const { state } = turn;
  const { prompt } = state;
  if (!prompt || !isActionPrompt(prompt)) return false;
  if (prompt.kind === 'actionWords') {
    startAction(turn, state.action!.id, { ...state.action!.input, [prompt.parameter]: words.trim() });
    return true;
  }
  const choices = currentChoices(turn);
  const only = prompt.kind === 'offer' && prompt.actions.length === 1 && readYesNo(words) === 'yes';
  const said = only ? prompt.actions[0] : (readTyped(turn, words, choices) ?? readTypedYesNo(turn, words, choices));
  if (said !== undefined) {
    chooseForAction(turn, said);
    return true;
  }
  // A no is heard wherever it begins the sentence; a yes only where it is plainly one.
  if (readYesNo(words) === 'no' || opensWithNo.test(words)) {
    chooseForAction(turn, 'cancel');
    return true;
  }
  return false;
}

/** Words that are no answer: nothing is done, and what was said is read afresh. */
export function leaveAction(turn: Turn): void {
  const { state } = turn;
  const before = state.action?.before;
  delete state.action;
  delete state.prompt;
  if (before) expect(turn, before);
}

/** Told what became of an action that runs beside the conversation. */
export function tellAction(turn: Turn, event: Extract<Event, { type: 'actionNews' }>): void {
  const { state } = turn;
  spoken(turn, event.texts);
  const [told] = event.texts;
  if (state.active && told) state.active.verified = [...(state.active.verified ?? []), { told, done: event.solved }];
  const waited = state.prompt?.kind === 'actionHelped';
  if (waited && event.ticket) return callHuman(turn);
  // Not known yet, or not done: the question whether it helped can wait.
  if (waited && !event.solved) return;
  if (event.ticket && !state.active && !state.prompt) return say(turn, 'action.human');
  resume(turn);
}
