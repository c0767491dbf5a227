import type { Database } from '../../adapters/database/port.ts';
import { countFiring, findSignal, noteSignal } from '../../adapters/database/repositories/outage-people.ts';
import { findOutage, findOutageOfSource, type Outage } from '../../adapters/database/repositories/outages.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { Localised, Organisation } from '../../knowledge/index.ts';
import type { OutageActions } from './actions.ts';
import type { TellTechnicians } from './channel.ts';
import { noticeOf } from './watch.ts';

export type SignalSource = 'alert' | 'service-health';

/** What supervision says about one thing that it watches. */
export interface Signal {
  readonly source: SignalSource;
  /** This very occurrence: the same one is heard once in each state (R33). */
  readonly key: string;
  /** What it belongs to: one outage a group. */
  readonly group: string;
  readonly firing: boolean;
  readonly title: Localised;
  readonly families: readonly string[];
  readonly sites: readonly string[];
  /** epoch ms */
  readonly startsAt: number;
}

export interface Signals {
  /** Returns what it did, for the caller's answer. */
  take(signal: Signal): Promise<'known' | 'suspected' | 'opened' | 'joined' | 'recovering' | 'recovered' | 'closed'>;
}

export interface SignalsOptions {
  readonly database: Database;
  readonly organisation: Organisation;
  readonly actions: OutageActions;
  readonly tell: TellTechnicians;
  readonly address: string;
  readonly supervision: string;
  readonly now: () => number;
}

/**
 * Signals open, feed and end suspected outages; a technician confirms and closes them, unless organisation.yaml says that
 * their source does it itself.
 */
export function createSignals(options: SignalsOptions): Signals {
  const { database, organisation, actions, tell, address, supervision, now } = options;
  const db = database.queries;
  const automatic = (source: SignalSource) => organisation.outages.automatic.includes(source);

  async function begin(signal: Signal) {
    const { source, group: sourceKey, title, families, sites, startsAt } = signal;
    const running = await findOutageOfSource(db, source, sourceKey);
    if (running) {
      await noteSignal(db, { ...signal, outageId: running.id }, now());
      return 'joined' as const;
    }
    const declaration = { source, sourceKey, title, families, sites, startsAt, by: supervision };
    const outage = automatic(source) ? await declareOnce(declaration) : await actions.suspect(declaration);
    // Another node was first: its outage has the signal too.
    const opened = outage ?? (await findOutageOfSource(db, source, sourceKey));
    if (!opened) return 'known' as const;
    await noteSignal(db, { ...signal, outageId: opened.id }, now());
    if (!outage) return 'joined' as const;
    if (automatic(source)) return 'opened' as const;
    const why = { key: `outage.channel.why.${source}` };
    await tell(families, noticeOf(opened, 'suspected', organisation, address, { why }));
    return 'suspected' as const;
  }

  async function declareOnce(declaration: Parameters<OutageActions['declare']>[0]): Promise<Outage | undefined> {
    try {
      return await actions.declare(declaration);
    } catch (error) {
      if (error instanceof SupportError && error.code === 'outage_settled') return undefined;
      throw error;
    }
  }

  async function end(signal: Signal, outageId: string) {
    await noteSignal(db, { ...signal, outageId }, now());
    if ((await countFiring(db, outageId)) > 0) return 'recovering' as const;
    const outage = await findOutage(db, outageId);
    if (outage?.status === 'suspected') {
      await actions.dismiss(outageId);
      return 'recovered' as const;
    }
    if (outage?.status !== 'open') return 'known' as const;
    if (automatic(signal.source)) {
      await actions.close(outageId, { by: supervision });
      return 'closed' as const;
    }
    await tell(outage.families, noticeOf(outage, 'recovered', organisation, address));
    return 'recovered' as const;
  }

  return {
    async take(signal) {
      const heard = await findSignal(db, signal.source, signal.key);
      if (heard) return heard.firing && !signal.firing ? end(signal, heard.outageId) : 'known';
      // The end of what was never heard of: nothing to end.
      return signal.firing ? begin(signal) : 'known';
    },
  };
}
