import type { Command } from '../triage/index.ts';
import { askPrompt } from './ask.ts';
import { close, endRequest } from './close.ts';
import { postpone } from './exercise.ts';
import { callHuman } from './human.ts';
import { resume } from './resume.ts';
import { decideSecondProblem } from './second-problem.ts';
import { expect, say, type Turn } from './turn.ts';

/** Commands work anywhere; whatever was being asked is asked again afterwards. `words`: the message it was said in. */
export function runCommand(turn: Turn, command: Command, words: string): void {
  const { state } = turn;
  switch (command) {
    case 'human':
      return callHuman(turn, words);
    case 'status':
      state.awaiting = 'tickets';
      turn.effects.push({ type: 'findTickets' });
      return;
    case 'cancel':
      return cancel(turn);
    case 'restart':
      return restart(turn);
    case 'language':
      return changeLanguage(turn, state.language === 'fr' ? 'en' : 'fr');
    case 'language:fr':
    case 'language:en':
      return changeLanguage(turn, command === 'language:fr' ? 'fr' : 'en');
    case 'help':
      say(turn, 'help');
      return resume(turn);
    case 'privacy':
      say(turn, 'privacy', {
        transcriptDays: turn.kit.organisation.retention.transcriptDays,
        ticketDays: turn.kit.organisation.retention.ticketDays,
        participationDays: turn.kit.organisation.retention.participationDays,
      });
      return resume(turn);
    case 'plain':
    case 'cards':
      state.plain = command === 'plain';
      say(turn, state.plain ? 'plain.on' : 'plain.off');
      return resume(turn);
  }
}

/** The whole question again: what was read before was in the other language. */
function changeLanguage(turn: Turn, language: 'fr' | 'en'): void {
  turn.state.language = language;
  turn.state.languageChosen = true;
  say(turn, 'language.changed');
  if (turn.state.prompt?.kind === 'ticket') return askPrompt(turn);
  resume(turn);
}

/** Gives up what is being asked, no more: the question of a moment, else the whole request. */
function cancel(turn: Turn): void {
  const { state } = turn;
  const { prompt, active } = state;
  if (prompt?.kind === 'secondProblem') return decideSecondProblem(turn, 'forget');
  if (prompt?.kind === 'exercise') return postpone(turn);
  if (prompt?.kind === 'change') {
    say(turn, 'change.nothing');
    expect(turn, { kind: 'ticket' });
    return askPrompt(turn, true);
  }
  delete state.searched;
  if (active) {
    const solved = active.reason === 'workaround';
    say(turn, solved ? 'ticket.workaroundOnly' : 'cancel.done');
    return close(turn, solved ? 'resolved' : 'abandoned');
  }
  say(turn, prompt ? 'cancel.done' : 'cancel.nothing');
  endRequest(turn);
}

function restart(turn: Turn): void {
  const { state } = turn;
  for (const request of [...(state.active ? [state.active] : []), ...state.parked]) {
    turn.effects.push({ type: 'close', requestId: request.id, outcome: 'abandoned' });
  }
  delete state.active;
  delete state.searched;
  delete state.solved;
  delete state.sent;
  delete state.dropped;
  state.parked = [];
  say(turn, 'restart');
  expect(turn, { kind: 'describe' });
  askPrompt(turn);
}
