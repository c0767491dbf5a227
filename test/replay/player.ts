import type { Content } from '../../bot/content.ts';
import { renderMessage } from '../../bot/rendering/render.ts';
import { draftTicket } from '../../dialogs/engine/draft.ts';
import type { TicketDraft } from '../../dialogs/escalation/types.ts';
import type { ConversationState, Effect, Event, SupportRequest } from '../../dialogs/index.ts';
import { newConversation, step } from '../../dialogs/index.ts';
import type { Language } from '../../knowledge/index.ts';
import { questionOf } from './recording.ts';

/** An event without the identity that is given to it here. */
type WithoutUid<E> = E extends unknown ? Omit<E, 'uid'> : never;
export type PlayedEvent = WithoutUid<Event>;

/** How the request ended today. */
export type Ending = 'ticket' | 'asking' | 'solved' | 'dropped' | 'nothing';

/** What a player can go back to. */
export interface Moment {
  readonly state: ConversationState;
  readonly question: string | undefined;
  readonly questions: readonly string[];
  readonly drafts: readonly TicketDraft[];
}

/** A conversation with today's scripts: articles are searched, no directory and no ticket is looked up. */
export class Player {
  #moment: Moment;
  #now: number;
  #uid = 0;
  readonly #content: Content;

  constructor(content: Content, language: Language, now: number) {
    this.#content = content;
    this.#now = now;
    const state = { ...newConversation(now), language };
    this.#moment = { state, question: undefined, questions: [], drafts: [] };
  }

  get moment(): Moment {
    return this.#moment;
  }

  goBackTo(moment: Moment): void {
    this.#moment = moment;
  }

  /** The choice that is offered under an id or a label. */
  offered(wanted: { readonly id: string } | { readonly label: string }): string | undefined {
    const choices = Object.entries(this.#moment.state.prompt?.choices ?? {});
    const same = (label: string) => 'label' in wanted && spaced(label) === spaced(wanted.label);
    return choices.find(([id, label]) => ('id' in wanted ? id === wanted.id : same(label)))?.[0];
  }

  /** Plays an event at an instant (epoch ms), with the searches it leads to. */
  play(event: PlayedEvent, at: number): void {
    this.#now = Math.max(this.#now, at);
    const effects: Effect[] = [];
    let { state } = this.#moment;
    for (let next: PlayedEvent | undefined = event; next; ) {
      this.#uid += 1;
      const stepped = step(this.#content.kit, state, { ...next, uid: `uid-${this.#uid}` } as Event, this.#now);
      state = stepped.state;
      effects.push(...stepped.effects);
      next = this.#answer(stepped.effects, state.language);
    }
    const rendered = renderMessage(effects, this.#content.texts, {
      language: state.language,
      plain: false,
      nonce: undefined,
      extra: { reference: 'GU-0000-000000', own: '00:00' },
      now: this.#now,
    });
    if (rendered && state.prompt) {
      const choices = Object.fromEntries(rendered.choices.map(({ id, label }) => [id, label]));
      state = { ...state, prompt: { ...state.prompt, choices } };
    }
    const question = rendered && questionOf(rendered.words);
    const { questions, drafts } = this.#moment;
    this.#moment = {
      state,
      question: rendered ? question : this.#moment.question,
      questions: question === undefined ? questions : [...questions, question],
      drafts: [...drafts, ...effects.flatMap((effect) => (effect.type === 'escalate' ? [effect.draft] : []))],
    };
  }

  /** The requests of the conversation as tickets, and how each ended: those sent, then those that are not. */
  requests(): { readonly ending: Ending; readonly draft: TicketDraft }[] {
    const { state, drafts } = this.#moment;
    const draft = (ending: Ending, request: SupportRequest | undefined) =>
      request ? [{ ending, draft: this.#draft(request) }] : [];
    return [
      ...drafts.toReversed().map((each) => ({ ending: 'ticket' as const, draft: each })),
      ...draft('asking', state.active),
      ...state.parked.flatMap((request) => draft('asking', request)),
      ...draft('solved', state.solved),
      ...draft('dropped', state.dropped),
    ];
  }

  #draft(request: SupportRequest): TicketDraft {
    const event = { type: 'stale', uid: 'draft' } as const;
    const { state } = this.#moment;
    return draftTicket({ kit: this.#content.kit, state, event, now: this.#now, effects: [] }, request);
  }

  #answer(effects: readonly Effect[], language: Language): PlayedEvent | undefined {
    for (const effect of effects) {
      if (effect.type === 'lookUp') return { type: 'lookedUp', values: {} };
      // There is no tenant to act on here.
      if (effect.type === 'examine') {
        const texts = [{ key: 'action.refused.unavailable' }];
        return { type: 'examined', examination: { type: 'refuse', code: 'replay', texts } };
      }
      if (effect.type === 'findTickets') return { type: 'ticketsFound', tickets: [] };
      if (effect.type !== 'search') continue;
      const { text, families } = effect;
      const query = { text, language, audience: 'employees', families, limit: 3 } as const;
      return { type: 'found', passages: this.#content.knowledge.search(query) };
    }
    return undefined;
  }
}

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
