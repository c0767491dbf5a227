import { parseReference } from '../escalation/reference.ts';
import { findCommand } from '../triage/index.ts';
import { begin } from './advance.ts';
import { answer, takeAlong } from './answers.ts';
import { askPrompt, recap } from './ask.ts';
import { choose } from './choices.ts';
import { runCommand, tellTickets } from './commands.ts';
import { edited } from './edited.ts';
import { readLanguage } from './language.ts';
import { answerFromKnowledge, describe } from './problems.ts';
import { expect, type Kit, say, type Turn, text } from './turn.ts';
import type { ConversationState, Effect, Event, SupportRequest } from './types.ts';

/** A pause after which the thread is recalled before going on (DESIGN §6.1). */
const pauseBeforeRecap = 30 * 60_000;
/** Longer silences do not count as time spent with level 1. */
const longestActivePause = 3 * 60_000;

/** A conversation that nothing was said in yet. */
export function newConversation(now: number): ConversationState {
  return {
    schema: 1,
    language: 'fr',
    languageChosen: false,
    plain: false,
    introduced: false,
    parked: [],
    misread: 0,
    tips: {},
    lastAt: now,
  };
}

/**
 * One step of a conversation. Pure: the same state, event and time give the same state and effects, and the given state
 * is left as it was.
 */
export function step(
  kit: Kit,
  state: ConversationState,
  event: Event,
  now: number,
): { state: ConversationState; effects: readonly Effect[] } {
  const turn: Turn = { kit, state: copy(state), event, now, effects: [] };
  const pause = Math.max(0, now - state.lastAt);
  if (turn.state.active) turn.state.active.spent += Math.min(pause, longestActivePause);
  perform(turn, pause);
  turn.state.lastAt = now;
  return { state: turn.state, effects: turn.effects };
}

/** What the step may write to; facts, steps and prompts are replaced, never changed in place. */
function copy(state: ConversationState): ConversationState {
  const own: ConversationState = { ...state, parked: state.parked.map(copyRequest), tips: { ...state.tips } };
  if (state.active) own.active = copyRequest(state.active);
  return own;
}

const copyRequest = (request: SupportRequest): SupportRequest => ({
  ...request,
  facts: [...request.facts],
  steps: [...request.steps],
  said: [...request.said],
  attachments: [...request.attachments],
  notes: [...request.notes],
});

function perform(turn: Turn, pause: number): void {
  const { event, state } = turn;
  switch (event.type) {
    case 'message':
      return readMessage(turn, pause);
    case 'chosen':
      if (pause > pauseBeforeRecap) recallThread(turn);
      return choose(turn, event.choice);
    case 'stale':
      say(turn, state.prompt ? 'stale.current' : 'stale.none');
      return askPrompt(turn);
    case 'installed':
      if (event.locale && !state.languageChosen) state.language = event.locale;
      if (state.introduced) say(turn, 'installed.again');
      else {
        introduce(turn, event.givenName);
        say(turn, 'introduction.languages');
      }
      if (state.prompt) return askPrompt(turn);
      expect(turn, { kind: 'describe' });
      return askPrompt(turn);
    case 'edited':
      return edited(turn, event.text);
    case 'lookedUp':
      if (state.awaiting !== 'lookUp' || !state.active) return;
      delete state.awaiting;
      recordLookUps(turn, event.values);
      return begin(turn);
    case 'found':
      if (state.awaiting !== 'search') return;
      delete state.awaiting;
      return answerFromKnowledge(turn, event.passages);
    case 'ticketsFound':
      if (state.awaiting !== 'tickets') return;
      delete state.awaiting;
      return tellTickets(turn, event.tickets);
    case 'ticketResolved':
      say(turn, 'judge.news', {
        reference: event.reference,
        by: { data: event.by },
        resolution: { data: event.resolution },
      });
      if (state.active) return askPrompt(turn);
      expect(turn, { kind: 'judge', reference: event.reference });
      return askPrompt(turn);
  }
}

function readMessage(turn: Turn, pause: number): void {
  const { event, state } = turn;
  if (event.type !== 'message') return;
  const understood = readLanguage(turn, event.text, event.locale);
  if (!state.introduced) introduce(turn, event.givenName);
  if (event.masked && event.masked.length > 0) {
    say(turn, event.masked.includes('password') ? 'masked.password' : 'masked.other');
  }
  if (event.shortened) say(turn, 'message.shortened');
  if (event.attachments && event.attachments.length > 0) keepAttachments(turn, event.attachments);
  if (event.text.trim() === '') {
    if (state.prompt) return askPrompt(turn);
    expect(turn, { kind: 'describe' });
    return askPrompt(turn);
  }
  const reference = findReference(event.text);
  if (reference) {
    state.quoted = reference;
    state.awaiting = 'tickets';
    turn.effects.push({ type: 'findTickets' });
    return;
  }
  const command = findCommand(event.text);
  if (command) {
    takeAlong(turn, event.text);
    return runCommand(turn, command);
  }
  if (!understood) {
    say(turn, 'language.other');
    return askPrompt(turn);
  }
  if (pause > pauseBeforeRecap) recallThread(turn);
  if (state.prompt) return answer(turn, event.text);
  describe(turn, event.text);
}

/** The first contact says that this is a bot (EU AI Act, article 50; R36). */
function introduce(turn: Turn, givenName: string | undefined): void {
  turn.state.introduced = true;
  say(turn, 'introduction', { name: givenName ? { all: [{ data: ' ' }, { data: givenName }], separator: '' } : '' });
}

/** A ticket reference that the employee quotes, and what they say besides it. */
function findReference(words: string): { reference: string; words: string } | undefined {
  const quoted = /\bGU[\s-]?20\d\d[\s-]?\d{1,9}\b/i.exec(words);
  const reference = quoted && parseReference(quoted[0]);
  if (!reference) return undefined;
  const rest = words.replace(quoted[0], ' ').replace(/\s+/g, ' ').trim();
  // « où en est GU-2026-000123 ? » asks; « GU-2026-000123 : c'est aussi arrivé à Karim » adds.
  const asks = rest.length < 12 || rest.includes('?') || findCommand(rest) === 'status';
  return { reference, words: asks ? '' : rest.replace(/^[\s:,;–-]+/, '') };
}

function recallThread(turn: Turn): void {
  const { active, prompt } = turn.state;
  if (!active || !prompt || prompt.kind === 'reformulation') return;
  turn.effects.push({ type: 'say', text: recap(turn, active) });
}

function keepAttachments(turn: Turn, names: readonly string[]): void {
  turn.state.active?.attachments.push(...names);
  say(turn, turn.state.active ? 'attachment.kept' : 'attachment.keptForLater', {
    names: { data: names.join(', ') },
    count: names.length,
  });
}

function recordLookUps(turn: Turn, values: Readonly<Partial<Record<string, string>>>): void {
  const request = turn.state.active!;
  const script = turn.kit.scripts.get(request.code!)!;
  for (const fact of script.facts) {
    const value = fact.lookUp === undefined ? undefined : values[fact.lookUp];
    if (value === undefined || request.facts.some((each) => each.id === fact.id)) continue;
    request.facts.push({ id: fact.id, value, source: 'looked_up', at: turn.now });
  }
  if (values['known-outage']) {
    turn.effects.push({ type: 'say', text: text('outage.known', { outage: { data: values['known-outage'] } }) });
  }
}
