import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { addAffected } from '../../adapters/database/repositories/outage-people.ts';
import { listOutages, markNudged, type Outage } from '../../adapters/database/repositories/outages.ts';
import { listRequests } from '../../adapters/database/repositories/request-records.ts';
import { SupportError } from '../../adapters/support-error.ts';
import { concerns, type Kit, type Text } from '../../dialogs/index.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { OutageActions } from './actions.ts';
import type { TellTechnicians } from './channel.ts';
import { findClusters } from './clusters.ts';

export interface WatchOptions {
  readonly database: Database;
  readonly organisation: Organisation;
  readonly scripts: Kit['scripts'];
  readonly actions: OutageActions;
  readonly tell: TellTechnicians;
  /** Where technicians see it. */
  readonly address: string;
  readonly supervision: string;
  readonly logger: Logger;
  readonly now: () => number;
}

const minute = 60_000;
/** Whoever planned to be told of a maintenance is reminded so long before it starts. */
const remindedBefore = 60 * minute;

/** What nobody does by hand: sees likeness, starts what is planned, and reminds technicians of what was promised. */
export function createWatch(options: WatchOptions): () => Promise<void> {
  return async () => {
    await suspectClusters(options);
    await followSchedule(options);
    await keepPromises(options);
  };
}

async function suspectClusters(options: WatchOptions): Promise<void> {
  const { database, organisation, scripts, actions, tell, address, now, supervision } = options;
  const { people, minutes } = organisation.outages.suspect;
  const db = database.queries;
  const at = now();
  const requests = (await listRequests(db, at - minutes * minute, at + 1)).filter(
    ({ category }) => category !== undefined && !isConfidential(options, category),
  );
  const clusters = findClusters(requests, people);
  if (clusters.length === 0) return;
  const known = await listOutages(db, { statuses: ['open', 'suspected', 'planned', 'closed', 'dismissed'] });
  for (const cluster of clusters) {
    // What is known, was set aside or ended within the same minutes is not suspected again.
    const explained = known.some(
      (outage) =>
        concerns(outage, cluster.category, cluster.site) &&
        (['open', 'suspected'].includes(outage.status) || outage.toldAt > at - minutes * minute),
    );
    if (explained) continue;
    const suspected = await actions.suspect({
      source: 'cluster',
      sourceKey: `${cluster.category}|${cluster.site ?? ''}`,
      title: scripts.get(cluster.category)!.title,
      families: [cluster.category],
      sites: cluster.site === undefined ? [] : [cluster.site],
      startsAt: at,
      by: supervision,
    });
    if (!suspected) continue;
    const members = requests.filter(
      (request) =>
        request.category === cluster.category &&
        (request.facts[cluster.shared.fact] ?? (cluster.shared.fact === 'site' ? request.site : undefined)) ===
          cluster.shared.value,
    );
    await addAffected(
      db,
      suspected.id,
      members.map(({ personId, conversationKey }) => ({ personId, conversationKey, how: 'conversation', told: 0 })),
      at,
    );
    const why: Text = { key: 'outage.channel.why.cluster', with: { count: cluster.people, minutes } };
    await tell(suspected.families, noticeOf(suspected, 'suspected', organisation, address, { why }));
  }
}

/** Security and the like are nobody's cluster: what is told there is confidential. */
const isConfidential = ({ organisation, scripts }: WatchOptions, category: string): boolean =>
  organisation.groups.some(({ id, confidential }) => confidential && id === scripts.get(category)?.group);

async function followSchedule({ database, actions, organisation, tell, address, supervision, now }: WatchOptions) {
  const at = now();
  for (const outage of await listOutages(database.queries, { statuses: ['planned'] })) {
    const act = async () => {
      if (outage.startsAt <= at) return actions.confirm(outage.id, { by: supervision, nextUpdateAt: outage.endsAt });
      if (outage.remindedAt !== undefined || outage.startsAt - at > remindedBefore) return;
      await actions.remind(outage.id, supervision);
      const when: Text = { key: 'dateTime', with: { at: outage.startsAt } };
      await tell(outage.families, noticeOf(outage, 'reminder', organisation, address, { at: when }));
    };
    await act().catch(ignoreSettled);
  }
}

/** Another node was first. */
const ignoreSettled = (error: unknown): void => {
  if (!(error instanceof SupportError && error.code === 'outage_settled')) throw error;
};

/** The time of the next update is a promise: technicians are told when it passes, once. */
async function keepPromises({ database, organisation, tell, address, now }: WatchOptions): Promise<void> {
  const at = now();
  for (const outage of await listOutages(database.queries, { statuses: ['open'] })) {
    if (outage.nextUpdateAt === undefined || outage.nextUpdateAt > at) continue;
    if (!(await markNudged(database.queries, outage.id, outage.nextUpdateAt, at))) continue;
    const overrun = outage.kind === 'maintenance' && outage.endsAt !== undefined && outage.endsAt <= at;
    await tell(outage.families, noticeOf(outage, overrun ? 'overrun' : 'late', organisation, address));
  }
}

/** A line about an outage for the technicians' channel. */
export const noticeOf = (
  { id, title }: Outage,
  key: string,
  { deskLanguage }: Organisation,
  address: string,
  more: Readonly<Record<string, Text>> = {},
): Text => ({
  key: `outage.channel.${key}`,
  with: { id, title: { data: title[deskLanguage] }, address, ...more },
});
