import type { Logger } from 'pino';
import type { Database } from '../../adapters/database/port.ts';
import { findSignal, listFiring } from '../../adapters/database/repositories/outage-people.ts';
import { findOutage } from '../../adapters/database/repositories/outages.ts';
import type { Directory, ServiceIssue } from '../../adapters/directory/port.ts';
import type { Organisation } from '../../knowledge/index.ts';
import type { OutageActions } from './actions.ts';
import type { Signals } from './signals.ts';

export interface ServiceHealthOptions {
  readonly database: Database;
  readonly directory: Directory;
  readonly organisation: Organisation;
  readonly actions: OutageActions;
  readonly signals: Signals;
  readonly supervision: string;
  readonly logger: Logger;
}

/**
 * Reads Microsoft 365's announced issues: a new one is a signal, one that is announced no more is over, a change of its
 * words is an update of what was confirmed. Services that organisation.yaml does not map are left alone.
 */
export function createServiceHealth(options: ServiceHealthOptions): (signal: AbortSignal) => Promise<void> {
  const { database, directory, organisation, signals, actions, supervision, logger } = options;
  const source = 'service-health' as const;
  const titles = new Map<string, string>();

  const toSignal = (issue: Pick<ServiceIssue, 'id' | 'service' | 'title' | 'since'>, families: readonly string[]) => ({
    source,
    key: issue.id,
    group: issue.id,
    title: { fr: `${issue.service} : ${issue.title}`, en: `${issue.service}: ${issue.title}` },
    families,
    sites: [],
    startsAt: issue.since,
  });

  /** Microsoft's new words go to those affected where the source is trusted to speak by itself. */
  async function follow(issue: ServiceIssue): Promise<void> {
    const before = titles.get(issue.id);
    titles.set(issue.id, issue.title);
    if (before === undefined || before === issue.title || !organisation.outages.automatic.includes(source)) return;
    const heard = await findSignal(database.queries, source, issue.id);
    const outage = heard && (await findOutage(database.queries, heard.outageId));
    if (outage?.status !== 'open') return;
    await actions.update(outage.id, { by: supervision, text: { fr: issue.title, en: issue.title } });
  }

  return async (signal) => {
    let issues: readonly ServiceIssue[];
    try {
      issues = await directory.findServiceIssues(signal);
    } catch (error) {
      logger.warn({ code: (error as { code?: string }).code ?? 'unknown' }, 'service health could not be read');
      return;
    }
    for (const issue of issues) {
      const service = organisation.outages.services.find(({ name }) => name === issue.service);
      if (!service) continue;
      await signals.take({ ...toSignal(issue, service.families), firing: true });
      await follow(issue);
    }
    const announced = new Set(issues.map(({ id }) => id));
    for (const { key } of await listFiring(database.queries, source)) {
      if (announced.has(key)) continue;
      await signals.take({ ...toSignal({ id: key, service: '', title: '', since: 0 }, []), firing: false });
      titles.delete(key);
    }
  };
}
