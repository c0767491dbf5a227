import { concerns, type KnownOutage, siteOfFacts } from '../escalation/outages.ts';
import { askPrompt } from './ask.ts';
import { expect, type Turn, text } from './turn.ts';
import type { SupportRequest, Text } from './types.ts';

/** Once said, news of the same outage is said again after so long, ms. */
const sayAgainAfter = 30 * 60_000;

export const outagesOf = (turn: Turn): readonly KnownOutage[] => turn.event.outages ?? [];

/**
 * What is known of outages, before anything else is said: on a greeting or after a pause whatever was not told lately, and
 * in a crisis whatever is new, whenever somebody writes (DESIGN §6).
 */
export function stateOutages(turn: Turn, { greeting }: { readonly greeting: boolean }): void {
  for (const outage of outagesOf(turn)) {
    const known = turn.state.outagesTold?.[outage.id];
    const news = known === undefined || known.sequence < outage.sequence;
    const due = known === undefined || turn.now - known.at > sayAgainAfter;
    if (outage.crisis ? news || (greeting && due) : greeting && (news || due)) tellOutage(turn, outage);
  }
}

/** The state of one outage, with the time of the last update and of the next; once a turn. */
export function tellOutage(turn: Turn, outage: KnownOutage): void {
  if (toldThisTurn(turn, outage)) return;
  turn.effects.push({ type: 'say', text: stateOf(turn, outage) });
  noteTold(turn, outage);
}

export function noteTold(turn: Turn, { id, sequence }: Pick<KnownOutage, 'id' | 'sequence'>): void {
  turn.state.outagesTold = { ...turn.state.outagesTold, [id]: { sequence, at: turn.now } };
}

const toldThisTurn = ({ state, now }: Turn, { id, sequence }: KnownOutage): boolean => {
  const known = state.outagesTold?.[id];
  return known !== undefined && known.at === now && known.sequence === sequence;
};

/** An outage that explains the request: shown before anything is asked or opened. Returns whether it was. */
export function offerOutage(turn: Turn, request: SupportRequest): boolean {
  const outage = explains(turn, request);
  if (!outage) return false;
  tellOutage(turn, outage);
  expect(turn, { kind: 'outage', outages: [outage.id] });
  askPrompt(turn);
  return true;
}

/** The outage that explains a request, unless the employee said that it does not. */
export function explains(turn: Turn, request: SupportRequest): KnownOutage | undefined {
  const site = siteOfFacts(request.facts, turn.kit.organisation);
  return outagesOf(turn).find(
    (outage) => !request.notOutages?.includes(outage.id) && concerns(outage, request.code, site),
  );
}

/** Words of technicians are data in both languages: never markup (R34). */
function stateOf({ state: { language }, now }: Turn, outage: KnownOutage): Text {
  const title = { data: outage.title[language] };
  const parts: Text[] = [];
  if (outage.kind === 'maintenance' && outage.startsAt > now) {
    parts.push(text('outage.planned', { title, from: moment(outage.startsAt) }));
    if (outage.endsAt !== undefined) parts.push(text('outage.until', { at: moment(outage.endsAt) }));
    if (outage.text) parts.push({ data: outage.text[language] });
    return { all: parts, separator: ' ' };
  }
  parts.push(text(outage.crisis ? 'outage.crisis' : `outage.now.${outage.kind}`, { title }));
  parts.push(outage.text ? { data: outage.text[language] } : text('outage.working'));
  parts.push(text('outage.toldAt', { at: moment(outage.toldAt) }), nextUpdate(outage.nextUpdateAt, now));
  return { all: parts, separator: ' ' };
}

/** A time that has passed is not promised again. */
export const nextUpdate = (at: number | undefined, now: number): Text =>
  at !== undefined && at > now ? text('outage.next', { at: moment(at) }) : text('outage.nextSoon');

export const moment = (at: number): Text => text('dateTime', { at });
