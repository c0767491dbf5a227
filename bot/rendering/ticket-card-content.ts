import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import type { Language, Organisation } from '../../knowledge/index.ts';
import { oneLine } from './card-parts.ts';
import type { Texts } from './texts.ts';

export interface TicketCardOptions {
  readonly organisation: Organisation;
  readonly texts: Texts;
  /** The channel's. */
  readonly language: Language;
  /** Where people reach Guichet, without a trailing slash. */
  readonly publicUrl: string;
  readonly department?: string;
  /** epoch ms; due times of the same day are written as an hour alone. */
  readonly now: number;
}

export interface Line {
  readonly label: string;
  readonly value: string;
}

/** What the card says, in plain words, before it is laid out. */
export interface TicketCardContent {
  readonly title: string;
  readonly subject: string;
  readonly context: readonly Line[];
  readonly summary: readonly string[];
  readonly facts: readonly Line[];
  /** « … et 3 de plus sur la page du ticket », when some were left out. */
  readonly moreFacts: string | undefined;
  readonly lists: readonly Line[];
}

export type Say = (key: string, parameters?: Record<string, number>) => string;

const limit = { name: 120, words: 240 } as const;

export function sayer({ texts, language }: TicketCardOptions): Say {
  return (key, parameters) => texts.write(parameters ? { key, with: parameters } : { key }, { language, as: 'plain' });
}

/** The content of a card that shows at most `count` facts, and a third as many of the rest. */
export function ticketCardContent(ticket: Ticket, options: TicketCardOptions, count: number): TicketCardContent {
  const say = sayer(options);
  const few = Math.ceil(count / 3);
  const more = (left: number) => (left > 0 ? say('card.ticket.more', { count: left }) : undefined);
  const list = (key: string, items: readonly string[]): Line => {
    const shown = [...items.slice(0, few).map((item) => oneLine(item, limit.words)), more(items.length - few)];
    return { label: say(key), value: shown.filter((item) => item !== undefined).join('; ') || say('card.ticket.none') };
  };
  const tried = ticket.steps.filter((step) => step.outcome !== 'could_not');
  const couldNot = ticket.steps.filter((step) => step.outcome === 'could_not');
  return {
    title: [ticket.reference, ticket.priority, ticket.category].join(' · '),
    subject: oneLine(ticket.title, limit.words),
    context: contextOf(ticket, options, say),
    summary: ticket.summary
      .split(/\n+/)
      .slice(0, 5)
      .map((line) => oneLine(line, limit.words)),
    facts: ticket.facts.slice(0, count).map((fact) => ({
      label: oneLine(fact.label, limit.name),
      value: `${oneLine(fact.value, limit.words)} (${say(`desk.source.${fact.source}`)})`,
    })),
    moreFacts: more(ticket.facts.length - count),
    lists: [
      list(
        'desk.tried',
        tried.map(
          ({ instruction, outcome, source = 'said' }) =>
            `${oneLine(instruction, limit.words - 40)} (${say(`desk.outcome.${outcome}`)}, ${say(`desk.step.${source}`)})`,
        ),
      ),
      list(
        'desk.couldNot',
        couldNot.map((step) => step.instruction),
      ),
      list('desk.offered', ticket.offered),
      ...(ticket.preferences.length === 0 ? [] : [list('desk.prefers', ticket.preferences)]),
    ],
  };
}

function contextOf(ticket: Ticket, options: TicketCardOptions, say: Say): Line[] {
  const { department, texts, language, now } = options;
  const due = (at: number) => texts.write({ key: 'dateTime', with: { at } }, { language, as: 'plain', now });
  const line = (key: string, value: string): Line => ({ label: say(key), value: oneLine(value, limit.name) });
  return [
    line('desk.requester', ticket.requester.name),
    ...(department === undefined ? [] : [line('card.ticket.department', department)]),
    line('card.ticket.own', due(ticket.ownDueAt)),
    line('card.ticket.resolve', due(ticket.resolveDueAt)),
  ];
}
