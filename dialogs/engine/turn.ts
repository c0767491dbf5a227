import type { Language, Organisation, Passage } from '../../knowledge/index.ts';
import type { Campaign } from '../campaigns/types.ts';
import type { QuestioningScript } from '../scripts/schema.ts';
import type { Router } from '../triage/index.ts';
import type { ConversationState, Effect, Event, Prompt, SupportRequest, Text, TextParameters } from './types.ts';

/** What the engine knows besides the conversation. Loaded once; nothing here changes during a step. */
export interface Kit {
  readonly scripts: ReadonlyMap<string, QuestioningScript>;
  readonly router: Router;
  /** Facts of a script that free text already gives. */
  readFacts(
    text: string,
    script: QuestioningScript,
    language: Language,
  ): readonly { readonly id: string; readonly value: string }[];
  readonly organisation: Organisation;
  /** A glossary entry for a word the employee asked about. */
  explain(term: string, language: Language): { readonly term: string; readonly text: string } | undefined;
  /** A text in one language, as plain text: what a ticket keeps. */
  write(text: Text, language: Language): string;
  findArticle(id: string, language: Language): { readonly title: string; readonly reviewed: string } | undefined;
  /** A campaign of the library, or one that was launched. */
  findCampaign(id: string): Campaign | undefined;
  /** The library. */
  campaigns(): readonly Campaign[];
}

/** One step in the making: the state is a copy that may be written to, the effects are collected in order. */
export interface Turn {
  readonly kit: Kit;
  readonly state: ConversationState;
  readonly event: Event;
  readonly now: number;
  readonly effects: Effect[];
}

export const say = (turn: Turn, key: string, parameters?: TextParameters): void => {
  turn.effects.push({ type: 'say', text: text(key, parameters) });
};

/** Whether this turn has said the text already. */
export const hasSaid = (turn: Turn, key: string): boolean =>
  turn.effects.some((effect) => effect.type === 'say' && 'key' in effect.text && effect.text.key === key);

export const sayWritten = (
  turn: Turn,
  written: { fr: string; en: string },
  parameters?: TextParameters,
  sources?: readonly Passage[],
): void => {
  const spoken: Text = parameters ? { written, with: parameters } : { written };
  turn.effects.push(sources ? { type: 'say', text: spoken, sources } : { type: 'say', text: spoken });
};

export const text = (key: string, parameters?: TextParameters): Text =>
  parameters ? { key, with: parameters } : { key };

/** Sets what the next message is expected to answer; the question itself is asked by `askPrompt`. */
export function expect(turn: Turn, prompt: Prompt): void {
  turn.state.prompt = { ...prompt, nonce: turn.event.uid, askedAt: turn.now };
  turn.state.misread = 0;
}

export const scriptOf = (turn: Turn, request: SupportRequest | undefined): QuestioningScript | undefined =>
  request?.code === undefined ? undefined : turn.kit.scripts.get(request.code);

/** A new request in the employee's own words. Its id is unlike that of any other request of the conversation. */
export function openRequest(turn: Turn, words: string, code?: string): SupportRequest {
  const { state } = turn;
  const request: SupportRequest = {
    id: `${turn.event.uid}-${state.parked.length + (state.active ? 1 : 0)}`,
    openedAt: turn.now,
    spent: 0,
    words,
    facts: [],
    steps: [],
    said: [],
    lookedUp: false,
    budgetWaived: false,
    attachments: [...(state.attachments ?? [])],
    notes: [],
  };
  delete state.attachments;
  if (code !== undefined) request.code = code;
  return request;
}

/** A closed request once more, with all that is known of it; it has an id of its own. */
export function reopen(turn: Turn, closed: SupportRequest): SupportRequest {
  const request = openRequest(turn, closed.words, closed.code);
  request.facts = [...closed.facts];
  request.steps = [...closed.steps];
  request.said = [...closed.said];
  request.notes = [...closed.notes];
  request.attachments = [...closed.attachments, ...request.attachments];
  request.lookedUp = closed.lookedUp;
  request.confirmed = true;
  turn.state.active = request;
  return request;
}

/** The words of a description told in several messages; nothing is kept twice. */
export function wordsSoFar(turn: Turn, words: string): string {
  const { searched } = turn.state;
  delete turn.state.searched;
  const now = words.trim();
  if (searched === undefined || searched.includes(now)) return searched ?? now;
  return now.includes(searched) ? now : `${searched}\n${now}`;
}
