import type { Command } from '../triage/index.ts';
import { endRequest, offerTicket } from './advance.ts';
import { askPrompt, recap } from './ask.ts';
import { expect, openRequest, say, type Turn, text } from './turn.ts';
import type { TicketNews } from './types.ts';

/** Commands work anywhere; whatever was being asked is asked again afterwards. */
export function runCommand(turn: Turn, command: Command): void {
  const { state } = turn;
  switch (command) {
    case 'human':
      return callHuman(turn);
    case 'status':
      state.awaiting = 'tickets';
      turn.effects.push({ type: 'findTickets' });
      return;
    case 'cancel':
      return cancel(turn);
    case 'restart':
      if (state.active) turn.effects.push({ type: 'close', requestId: state.active.id, outcome: 'abandoned' });
      delete state.active;
      state.parked = [];
      say(turn, 'restart');
      expect(turn, { kind: 'describe' });
      return askPrompt(turn);
    case 'language':
    case 'language:fr':
    case 'language:en':
      state.language =
        command === 'language' ? (state.language === 'fr' ? 'en' : 'fr') : command === 'language:fr' ? 'fr' : 'en';
      state.languageChosen = true;
      say(turn, 'language.changed');
      return resume(turn);
    case 'help':
      say(turn, 'help');
      return resume(turn);
    case 'privacy':
      say(turn, 'privacy', {
        transcriptDays: turn.kit.organisation.retention.transcriptDays,
        ticketDays: turn.kit.organisation.retention.ticketDays,
      });
      return resume(turn);
    case 'plain':
      state.plain = true;
      say(turn, 'plain.on');
      return resume(turn);
    case 'cards':
      state.plain = false;
      say(turn, 'plain.off');
      return resume(turn);
  }
}

/** After a digression: one line that says where we were, then the same question. */
export function resume(turn: Turn): void {
  const { active, prompt } = turn.state;
  if (!prompt) return;
  // After a pause the thread was recalled already.
  const recalled = turn.effects.some(
    (effect) => effect.type === 'say' && 'key' in effect.text && effect.text.key.startsWith('recap'),
  );
  if (active && !recalled && prompt.kind !== 'reformulation' && prompt.kind !== 'ticket') {
    turn.effects.push({ type: 'say', text: recap(turn, active) });
  }
  askPrompt(turn);
}

/** A human is one word away at every step (DESIGN §1). */
export function callHuman(turn: Turn): void {
  const { state } = turn;
  const request = state.active;
  if (!request) {
    if (state.prompt?.kind === 'describe' && state.prompt.forHuman) {
      state.active = openRequest(turn, state.searched ?? '');
      delete state.searched;
      return offerTicket(turn, 'asked');
    }
    if (state.searched) {
      state.active = openRequest(turn, state.searched);
      delete state.searched;
      return offerTicket(turn, 'asked');
    }
    say(turn, 'human.ofCourse');
    expect(turn, { kind: 'describe', forHuman: true });
    return askPrompt(turn);
  }
  if (state.prompt?.kind === 'ticket') return askPrompt(turn);
  say(turn, 'human.ticket');
  offerTicket(turn, 'asked');
}

function cancel(turn: Turn): void {
  const { state } = turn;
  if (!state.active) {
    say(turn, state.prompt ? 'cancel.nothing' : 'cancel.nothing');
    delete state.prompt;
    return;
  }
  turn.effects.push({ type: 'close', requestId: state.active.id, outcome: 'abandoned' });
  say(turn, 'cancel.done');
  endRequest(turn);
}

/** « Où en est mon ticket ? »: all of the person's open ones. */
export function tellTickets(turn: Turn, tickets: readonly TicketNews[]): void {
  const { quoted } = turn.state;
  delete turn.state.quoted;
  const mine = quoted && tickets.find((ticket) => ticket.reference === quoted.reference);
  if (quoted && !mine) say(turn, 'status.notYours', { reference: quoted.reference });
  else if (quoted && quoted.words !== '') {
    turn.effects.push({ type: 'addToTicket', reference: quoted.reference, words: quoted.words });
    say(turn, 'technician.relayed', { reference: quoted.reference });
    return resume(turn);
  }
  const open = mine ? [mine] : tickets.filter((ticket) => !ticket.status.startsWith('closed'));
  if (open.length === 0 && !quoted) say(turn, 'status.none');
  for (const ticket of quoted && !mine ? [] : open) {
    say(turn, 'status.ticket', {
      reference: ticket.reference,
      title: { data: ticket.title },
      status: text(`status.${ticket.status}`, { due: text('dateTime', { at: ticket.ownDueAt }) }),
    });
  }
  resume(turn);
}
