import { resume } from './resume.ts';
import { say, type Turn, text } from './turn.ts';
import type { TicketNews } from './types.ts';

/** « Où en est mon ticket ? »: all of the person's open ones, or the one they quote, or words to add to it. */
export function tellTickets(turn: Turn, tickets: readonly TicketNews[]): void {
  const { quoted } = turn.state;
  delete turn.state.quoted;
  const open = tickets.filter((ticket) => !ticket.status.startsWith('closed'));
  if (!quoted) {
    if (open.length === 0) say(turn, 'status.none');
    for (const ticket of open) tell(turn, ticket);
    return resume(turn);
  }
  // Without a reference: the ticket that was sent a moment ago.
  const own = open.filter(({ elsewhere }) => !elsewhere);
  const mine = quoted.reference === '' ? own[0] : tickets.find((ticket) => ticket.reference === quoted.reference);
  if (!mine) say(turn, quoted.reference === '' ? 'status.none' : 'status.notYours', { reference: quoted.reference });
  else if (quoted.words === '') tell(turn, mine);
  else {
    turn.effects.push({ type: 'addToTicket', reference: mine.reference, words: quoted.words });
    say(turn, 'technician.relayed', { reference: mine.reference });
  }
  resume(turn);
}

function tell(turn: Turn, ticket: TicketNews): void {
  const elsewhere = ticket.elsewhere === true;
  const status = text(elsewhere ? 'status.elsewhere' : 'status.ticket', {
    reference: ticket.reference,
    title: { data: ticket.title },
    status: text(elsewhere && ticket.status === 'new' ? 'status.elsewhere.new' : `status.${ticket.status}`, {
      due: text('dateTime', { at: ticket.ownDueAt }),
    }),
  });
  const { external } = ticket;
  const parts = [status];
  if (external && external.system !== 'desk') parts.push(text('status.external', { number: { data: external.id } }));
  turn.effects.push({ type: 'say', text: { all: parts, separator: ' ' } });
}
