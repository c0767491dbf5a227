import { smallTalk } from '../triage/index.ts';
import { announcesAnother, tellsProblem } from './second-problem.ts';
import { say, type Turn } from './turn.ts';

/** A technician's question is answered within the day, or told anew with its reference. */
const replyTime = 24 * 3600_000;
/** So soon after the question, « toujours pareil, ça bloque » is about it too. */
const atOnce = 30 * 60_000;

/**
 * « au 3e étage », after a technician asked which floor: it goes to their ticket, unless it plainly tells another
 * problem or is mere politeness. Whether it was taken so.
 */
export function replyToTechnician(turn: Turn, words: string): boolean {
  const { asked, active, prompt, language } = turn.state;
  if (!asked || active || (prompt && prompt.kind !== 'describe') || turn.now - asked.at > replyTime) return false;
  if (smallTalk(words) !== undefined || announcesAnother(words)) return false;
  const soon = turn.now - asked.at < atOnce;
  if (!soon && tellsProblem(words) && turn.kit.router.route(words, language).reading === 'sure') return false;
  turn.effects.push({ type: 'addToTicket', reference: asked.reference, words });
  say(turn, 'technician.relayed', { reference: asked.reference });
  delete turn.state.prompt;
  return true;
}
