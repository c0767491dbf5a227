import type { StoredRequest } from '../../adapters/database/repositories/request-records.ts';

/** The same problem of several people, all told lately. */
export interface Cluster {
  readonly category: string;
  /** What they share besides the family: a fact and its value. */
  readonly shared: { readonly fact: string; readonly value: string };
  readonly site: string | undefined;
  readonly people: number;
}

/** A fact that says nothing is no likeness. */
const empty: ReadonlySet<string> = new Set(['unknown', 'no']);
/** Of those who share the fact, so many must be at the site for it to be about the site. */
const mostly = 0.8;

/**
 * Families of which enough different people told the same fact: the suspicion of an outage. Pure. The biggest of a family
 * stands for it.
 */
export function findClusters(requests: readonly StoredRequest[], fewest: number): Cluster[] {
  const groups = new Map<string, { category: string; fact: string; value: string; members: StoredRequest[] }>();
  for (const request of requests) {
    if (request.category === undefined) continue;
    const facts = { ...request.facts, ...(request.site === undefined ? {} : { site: request.site }) };
    for (const [fact, value] of Object.entries(facts)) {
      if (empty.has(value)) continue;
      const key = JSON.stringify([request.category, fact, value]);
      const group = groups.get(key) ?? { category: request.category, fact, value, members: [] };
      group.members.push(request);
      groups.set(key, group);
    }
  }
  const best = new Map<string, Cluster>();
  for (const { category, fact, value, members } of groups.values()) {
    const people = new Set(members.map(({ personId }) => personId)).size;
    if (people < fewest || people <= (best.get(category)?.people ?? 0)) continue;
    best.set(category, { category, shared: { fact, value }, site: siteShared(members), people });
  }
  return [...best.values()];
}

function siteShared(members: readonly StoredRequest[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { site } of members) if (site !== undefined) counts.set(site, (counts.get(site) ?? 0) + 1);
  for (const [site, count] of counts) if (count >= members.length * mostly) return site;
  return undefined;
}
