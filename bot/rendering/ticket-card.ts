import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { isConfidential } from '../../dialogs/escalation/confidential.ts';
import {
  type AdaptiveCard,
  type CardElement,
  cardText,
  heading,
  paragraph,
  plainCardText,
  shorten,
  weightOf,
} from './card-parts.ts';
import {
  type Line,
  sayer,
  type TicketCardContent,
  type TicketCardOptions,
  ticketCardContent,
} from './ticket-card-content.ts';

/** bytes; the smallest limit that Teams sets on a card anywhere. */
const weightLimit = 28 * 1024;
const spokenLimit = 400;

/** The activity that carries a ticket's card to the technicians' channel; the card goes alone. */
export function renderTicketCard(ticket: Ticket, options: TicketCardOptions) {
  const content = ticketCard(ticket, options);
  return {
    type: 'message',
    summary: content.speak.split('\n', 1)[0] ?? ticket.reference,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}

/**
 * A ticket for the technicians' channel: what they need to decide who takes it, and the way to the rest. However long
 * the ticket, the card stays under 28 KB and says how much it leaves out. Pure.
 */
export function ticketCard(ticket: Ticket, options: TicketCardOptions): AdaptiveCard {
  if (isConfidential(options.organisation, ticket)) return confidentialCard(ticket, options);
  let count = 24;
  let card = openCard(ticket, options, count);
  while (weightOf(card) >= weightLimit && count > 0) {
    count -= 4;
    card = openCard(ticket, options, count);
  }
  return card;
}

/** R33: the channel sees the reference and the family. */
function confidentialCard(ticket: Ticket, options: TicketCardOptions): AdaptiveCard {
  const title = `${ticket.reference} · ${ticket.category}`;
  const text = sayer(options)('card.ticket.confidential');
  return cardOf(ticket, options, [title, text], [heading(title), paragraph(text)]);
}

function openCard(ticket: Ticket, options: TicketCardOptions, count: number): AdaptiveCard {
  const content = ticketCardContent(ticket, options, count);
  const say = sayer(options);
  const colon = say('card.ticket.colon');
  const factsHeading = say('desk.facts');
  return cardOf(ticket, options, wordsOf(content, colon), bodyOf(content, colon, factsHeading));
}

function bodyOf(content: TicketCardContent, colon: string, factsHeading: string): CardElement[] {
  return [
    heading(content.title),
    paragraph(cardText(content.subject)),
    { type: 'FactSet', facts: content.context.map(factOf) },
    ...content.summary.map((line) => paragraph(cardText(line))),
    ...(content.facts.length === 0 ? [] : [heading(factsHeading), factSet(content.facts)]),
    ...(content.moreFacts === undefined ? [] : [paragraph(content.moreFacts)]),
    ...content.lists.map(({ label, value }) => paragraph(`**${label}**${colon}${cardText(value)}`)),
  ];
}

/** The card's complete equivalent in text. */
function wordsOf(content: TicketCardContent, colon: string): string[] {
  const written = ({ label, value }: Line) => plainCardText(`${label}${colon}${value}`);
  return [
    content.title,
    plainCardText(content.subject),
    ...content.context.map(written),
    ...content.summary.map(plainCardText),
    ...content.facts.map(written),
    ...(content.moreFacts === undefined ? [] : [content.moreFacts]),
    ...content.lists.map(written),
  ];
}

function factSet(lines: readonly Line[]): CardElement {
  return { type: 'FactSet', facts: lines.map(factOf) };
}

function factOf({ label, value }: Line): { title: string; value: string } {
  return { title: cardText(label), value: cardText(value) };
}

function cardOf(
  ticket: Ticket,
  options: TicketCardOptions,
  words: readonly string[],
  body: readonly CardElement[],
): AdaptiveCard {
  const fallbackText = words.join('\n');
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    lang: options.language,
    speak: shorten(fallbackText, spokenLimit),
    fallbackText,
    body,
    actions: [
      {
        type: 'Action.OpenUrl',
        title: sayer(options)('card.ticket.open'),
        url: `${options.publicUrl}/desk/tickets/${encodeURIComponent(ticket.reference)}`,
      },
    ],
  };
}
