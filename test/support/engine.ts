import { type Content, loadContent } from '../../bot/content.ts';
import type { ConversationState, Effect, Event } from '../../dialogs/index.ts';
import { newConversation, step } from '../../dialogs/index.ts';
import type { Language, Passage } from '../../knowledge/index.ts';

/** An event without the identity that is given to it here. */
type WithoutUid<E> = E extends unknown ? Omit<E, 'uid'> : never;
export type PlayerEvent = WithoutUid<Event>;
export type TicketNews = Extract<Event, { type: 'ticketsFound' }>['tickets'][number];

/** What look-ups and searches answer. */
export interface World {
  readonly lookUps: Readonly<Record<string, string>>;
  readonly passages: readonly Passage[];
}

export const start = Date.UTC(2026, 10, 23, 9, 0);
const world: World = { lookUps: { device: 'LT-0231, Windows 11', site: 'Mairie' }, passages: [] };

let loaded: Promise<Content> | undefined;
/** The shipped scripts, articles and texts, read once a process. */
export const shippedContent = (): Promise<Content> => {
  loaded ??= loadContent(undefined);
  return loaded;
};

/** Freezes a value and all it holds, so that a write to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) deepFreeze(each);
  }
  return value;
}

/** A conversation with the engine alone: no service, no clock, no chance. The state is frozen before every step. */
export class EngineChat {
  state: ConversationState;
  now = start;
  tickets: TicketNews[] = [];
  openCampaigns: Extract<PlayerEvent, { type: 'campaignsFound' }>['open'] = [];
  results: Extract<PlayerEvent, { type: 'resultsFound' }>['results'] = [];
  world = world;
  /** What examining an action gives. */
  examination: Extract<PlayerEvent, { type: 'examined' }>['examination'] = {
    type: 'refuse',
    code: 'unreachable',
    texts: [{ key: 'action.refused.unreachable' }],
  };
  readonly content: Content;
  #uid = 0;

  constructor(content: Content, language: Language = 'fr') {
    this.content = content;
    this.state = { ...newConversation(start), language };
  }

  /** Plays an event, and what the engine asks to look up or search; returns everything it said and did. */
  play(event: PlayerEvent, pause = 20_000): Effect[] {
    this.now += pause;
    const effects: Effect[] = [];
    let next: PlayerEvent | undefined = event;
    while (next) {
      this.#uid += 1;
      const current: { state: ConversationState; effects: readonly Effect[] } = step(
        this.content.kit,
        deepFreeze(this.state),
        { ...next, uid: `uid-${this.#uid}` } as Event,
        this.now,
      );
      this.state = current.state;
      effects.push(...current.effects);
      next = this.#answer(current.effects);
    }
    for (const effect of effects) {
      if (effect.type !== 'escalate') continue;
      const reference = `GU-2026-${String(this.tickets.length + 1).padStart(6, '0')}`;
      const ticket = { reference, status: 'new', title: effect.draft.title, ownDueAt: this.now + 3600_000 };
      this.tickets.unshift(ticket);
    }
    return effects;
  }

  /** Plays a message and returns what is said, as text. */
  say(text: string, more: Partial<Extract<PlayerEvent, { type: 'message' }>> = {}, pause?: number): string {
    return this.read(this.play({ type: 'message', text, ...more }, pause));
  }

  press(choice: string, pause?: number): string {
    return this.read(this.play({ type: 'chosen', choice }, pause));
  }

  /** The buttons of the question that is being asked, with their labels in the language of the conversation. */
  choices(): readonly { readonly id: string; readonly label: string }[] {
    const { prompt, language } = this.state;
    if (!prompt) return [];
    const { effects } = step(this.content.kit, deepFreeze(this.state), { type: 'stale', uid: 'look' }, this.now);
    return effects.flatMap((effect) =>
      effect.type === 'ask'
        ? effect.choices.map(({ id, label }) => ({ id, label: this.content.kit.write(label, language) }))
        : [],
    );
  }

  /** Whether anything is under way. */
  isOpen(): boolean {
    const { active, parked, prompt } = this.state;
    return active !== undefined || parked.length > 0 || (prompt !== undefined && prompt.kind !== 'describe');
  }

  /** What effects say and ask, in the language of the conversation. */
  read(effects: readonly Effect[]): string {
    const extra = { reference: this.tickets[0]?.reference ?? 'GU-2026-000000', own: { data: '14:40' } };
    const write = (text: Extract<Effect, { type: 'say' }>['text']): string =>
      this.content.texts.write(text, { language: this.state.language, as: 'markdown', extra, now: this.now });
    return effects
      .flatMap((effect) => (effect.type === 'say' || effect.type === 'ask' ? [write(effect.text)] : []))
      .join('\n')
      .replaceAll('\u00a0', ' ');
  }

  #answer(effects: readonly Effect[]): PlayerEvent | undefined {
    for (const effect of effects) {
      if (effect.type === 'lookUp') {
        const values = Object.entries(this.world.lookUps).filter(([kind]) => effect.what.includes(kind as 'device'));
        return { type: 'lookedUp', values: Object.fromEntries(values) };
      }
      if (effect.type === 'examine') {
        return { type: 'examined', examination: this.examination };
      }
      if (effect.type === 'search') return { type: 'found', passages: this.world.passages };
      if (effect.type === 'findCampaigns') return { type: 'campaignsFound', open: this.openCampaigns };
      if (effect.type === 'findResults') return { type: 'resultsFound', results: this.results };
      if (effect.type === 'findTickets') return { type: 'ticketsFound', tickets: this.tickets };
    }
    return undefined;
  }
}

/** The drafts among effects. */
export const draftsOf = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'escalate' ? [effect.draft] : []));
