import { createHash } from 'node:crypto';
import type { Ticket } from '../../adapters/database/repositories/ticket-record.ts';
import { fold } from '../../knowledge/index.ts';

/** Incidents that look alike and have no known solution (ITIL: a problem to investigate). */
export interface Candidate {
  readonly id: string;
  readonly category: string;
  /** Newest first. */
  readonly members: readonly string[];
  /** Different people, never who. */
  readonly people: number;
  /** What nearly all of them say. */
  readonly shared: readonly { readonly label: string; readonly value: string }[];
  readonly errorCodes: readonly string[];
  readonly trend: { readonly lastWeek: number; readonly weekBefore: number };
  readonly firstAt: number;
  readonly lastAt: number;
}

type Incident = Pick<Ticket, 'reference' | 'category' | 'title' | 'summary' | 'facts' | 'requester' | 'createdAt'>;

/** Two people may be chance. */
const fewest = 3;
const week = 7 * 24 * 3600_000;
/** How much of the smaller of two incidents the other must share. */
const alike = 0.5;
const nearlyAll = 0.8;
/** Compared with one another in a family: newest first. */
const mostCompared = 400;

const errorCode = /\b(?:0x[0-9a-f]{4,8}|aadsts\d{4,6}|(?:err|error|erreur|code)[ _-]?\d{2,6})\b/gi;

/** Groups incidents by family, then by facts, error codes, place and words. Pure; the same incidents give the same. */
export function findCandidates(incidents: readonly Incident[], now: number): Candidate[] {
  const byFamily = Map.groupBy(incidents, ({ category }) => category);
  return [...byFamily.values()]
    .flatMap((family) => groupsOf(family.slice(0, mostCompared)))
    .filter((group) => new Set(group.map(({ requester }) => requester.id)).size >= fewest)
    .map((group) => describe(group, now))
    .toSorted((one, other) => other.members.length - one.members.length || (one.id < other.id ? -1 : 1));
}

function groupsOf(family: readonly Incident[]): Incident[][] {
  const features = family.map(featuresOf);
  const groupOf = family.map((_, at) => at);
  const root = (at: number): number => (groupOf[at] === at ? at : root(groupOf[at]!));
  for (let one = 0; one < family.length; one += 1) {
    for (let other = one + 1; other < family.length; other += 1) {
      if (likeness(features[one]!, features[other]!) >= alike) groupOf[root(other)] = root(one);
    }
  }
  return [...Map.groupBy(family, (_, at) => root(at)).values()];
}

/** A feature's weight: a shared error code says most, a word least. */
function featuresOf({ facts, title, summary }: Incident): Map<string, number> {
  const found = new Map<string, number>();
  const text = `${title}\n${summary}\n${facts.map(({ value }) => value).join('\n')}`;
  for (const [code] of text.matchAll(errorCode)) found.set(`code:${normal(code)}`, 6);
  for (const { id, value } of facts) if (says(value)) found.set(`fact:${id}=${fold(value)}`, 2);
  for (const word of fold(title).match(/\p{L}{5,}/gu) ?? []) found.set(`word:${word}`, 0.5);
  return found;
}

const normal = (code: string): string => code.toLowerCase().replace(/[ _-]/g, '');
const empty = /^(?:unknown|je ne sais pas|i don't know|no|non|-|–)?$/i;
const says = (value: string): boolean => !empty.test(value.trim());

function likeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const codes = (features: ReadonlyMap<string, number>) =>
    [...features.keys()].filter((key) => key.startsWith('code:'));
  // Different error codes are different problems, whatever else is alike.
  if (codes(one).length > 0 && codes(other).length > 0 && !codes(one).some((code) => other.has(code))) return 0;
  let shared = 0;
  for (const [key, weight] of one) if (other.has(key)) shared += weight;
  const least = Math.min(
    ...[one, other].map((features) => [...features.values()].reduce((sum, each) => sum + each, 0)),
  );
  return least === 0 ? 0 : shared / least;
}

function describe(group: readonly Incident[], now: number): Candidate {
  const times = group.map(({ createdAt }) => createdAt);
  const earliest = group.reduce((first, each) => (each.createdAt < first.createdAt ? each : first));
  const between = (from: number, until: number) => times.filter((at) => at >= from && at < until).length;
  return {
    // The oldest member names it: it stays the same as others join.
    id: `PB-${createHash('sha256').update(`${earliest.category}|${earliest.reference}`).digest('hex').slice(0, 10)}`,
    category: earliest.category,
    members: group.map(({ reference }) => reference),
    people: new Set(group.map(({ requester }) => requester.id)).size,
    shared: sharedFacts(group),
    errorCodes: [
      ...new Set(
        group.flatMap((each) =>
          [...featuresOf(each).keys()].flatMap((key) => (key.startsWith('code:') ? [key.slice(5)] : [])),
        ),
      ),
    ],
    trend: { lastWeek: between(now - week, now + 1), weekBefore: between(now - 2 * week, now - week) },
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
  };
}

function sharedFacts(group: readonly Incident[]): Candidate['shared'] {
  const counts = new Map<string, { label: string; value: string; count: number }>();
  for (const { facts } of group) {
    for (const { id, label, value } of facts) {
      if (!says(value)) continue;
      const key = `${id}=${fold(value)}`;
      const known = counts.get(key) ?? { label, value, count: 0 };
      known.count += 1;
      counts.set(key, known);
    }
  }
  return [...counts.values()]
    .filter(({ count }) => count >= group.length * nearlyAll)
    .map(({ label, value }) => ({ label, value }));
}
