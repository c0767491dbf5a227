import { say, scriptOf, type Turn } from './turn.ts';

/** Facts that the directory told, beside what was said; a known outage is said first. */
export function recordLookUps(turn: Turn, values: Readonly<Partial<Record<string, string>>>): void {
  const request = turn.state.active!;
  for (const fact of scriptOf(turn, request)?.facts ?? []) {
    const value = fact.lookUp === undefined ? undefined : values[fact.lookUp];
    if (value === undefined || request.facts.some((each) => each.id === fact.id)) continue;
    request.facts.push({ id: fact.id, value, source: 'looked_up', at: turn.now });
  }
  const outage = values['known-outage'];
  if (outage) say(turn, 'outage.known', { outage: { data: outage } });
}
