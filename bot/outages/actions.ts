import type { Database, Queries } from '../../adapters/database/port.ts';
import { addAffected } from '../../adapters/database/repositories/outage-people.ts';
import {
  addOutageUpdate,
  changeOutage,
  createOutage,
  findOutage,
  type NewOutage,
  type Outage,
  type OutageUpdate,
} from '../../adapters/database/repositories/outages.ts';
import type { OutageStatus } from '../../adapters/database/schema.ts';
import type { Queue } from '../../adapters/queue/port.ts';
import { SupportError } from '../../adapters/support-error.ts';
import type { Localised, Organisation } from '../../knowledge/index.ts';
import { findAffected } from './affected.ts';

const minute = 60_000;
const live: readonly OutageStatus[] = ['open', 'suspected', 'planned'];
const nothing: Localised = { fr: '', en: '' };

export interface Declaration
  extends Pick<NewOutage, 'title' | 'families' | 'sites' | 'source' | 'sourceKey' | 'crisis' | 'startsAt'> {
  readonly by: string;
  readonly text?: Localised | undefined;
  readonly nextUpdateAt?: number | undefined;
}

export interface Change {
  readonly by: string;
  readonly text?: Localised | undefined;
  readonly nextUpdateAt?: number | undefined;
  readonly title?: Localised | undefined;
  readonly families?: readonly string[] | undefined;
  readonly sites?: readonly string[] | undefined;
  readonly startsAt?: number | undefined;
  readonly endsAt?: number | undefined;
}

/** What technicians and supervision do with outages. Each tells everyone affected, in the same commit as the change. */
export interface OutageActions {
  declare(declaration: Declaration): Promise<Outage>;
  /** Heard of, and not confirmed yet: nobody is told. undefined when its source has one already. */
  suspect(suspicion: Omit<Declaration, 'text' | 'nextUpdateAt'>): Promise<Outage | undefined>;
  plan(maintenance: Declaration & { readonly endsAt: number }): Promise<Outage>;
  /** A suspected outage or a planned maintenance becomes one that is told. */
  confirm(id: string, change: Change): Promise<Outage>;
  update(id: string, change: Change): Promise<Outage>;
  close(id: string, change: Change): Promise<Outage>;
  dismiss(id: string): Promise<Outage>;
  remind(id: string, by: string): Promise<void>;
}

export interface OutageActionsOptions {
  readonly database: Database;
  readonly queue: Queue;
  readonly organisation: Organisation;
  /** After each commit: the board is read again. */
  readonly onChange: () => Promise<void>;
  readonly now: () => number;
}

export function createOutageActions(options: OutageActionsOptions): OutageActions {
  const { database, queue, organisation, onChange, now } = options;
  const nextUpdate = (at: number | undefined): number => at ?? now() + organisation.outages.updateEvery * minute;

  async function committed(work: (db: Queries) => Promise<Outage>): Promise<Outage> {
    const outage = await database.transaction(work);
    queue.wake();
    await onChange();
    return outage;
  }

  /** An update, everyone whom it concerns by now, and the job that tells them. */
  async function tell(
    db: Queries,
    outage: Outage,
    update: Pick<OutageUpdate, 'kind' | 'by' | 'text'> & { readonly nextUpdateAt?: number | undefined },
  ): Promise<Outage> {
    const at = now();
    const { sequence } = await addOutageUpdate(db, { ...update, outageId: outage.id, at });
    if (update.kind !== 'closed') {
      await addAffected(db, outage.id, await findAffected(db, outage, organisation, at), at);
    }
    await queue.enqueue(db, {
      kind: 'outage.tell',
      dedupeKey: `outage.tell:${outage.id}:${sequence}`,
      orderKey: `outage:${outage.id}`,
      payload: { outage: outage.id, sequence },
    });
    return (await findOutage(db, outage.id))!;
  }

  /** In a crisis one person speaks, in words agreed beforehand. */
  async function getOwn(db: Queries, id: string, { by, text }: Pick<Change, 'by' | 'text'>): Promise<Outage> {
    const outage = await findOutage(db, id);
    if (!outage) throw new SupportError('outage_not_found', id);
    if (outage.crisis) {
      if (outage.author !== by) throw new SupportError('outage_author', `author: ${outage.author}`);
      if (text !== undefined) checkApproved(text);
    }
    return outage;
  }

  function checkApproved(text: Localised): void {
    const approved = organisation.outages.crisis?.texts ?? [];
    if (approved.some((each) => each.text.fr === text.fr && each.text.en === text.en)) return;
    throw new SupportError('invalid_request', 'text: in a crisis, one of the texts of organisation.yaml');
  }

  const settled = (): never => {
    throw new SupportError('outage_settled', '');
  };

  return {
    declare: ({ by, text, nextUpdateAt, ...outage }) =>
      committed(async (db) => {
        if (outage.crisis) checkApproved(text ?? nothing);
        const author = outage.crisis ? by : undefined;
        const created = await createOutage(db, { ...outage, kind: 'outage', status: 'open', author, now: now() });
        if (!created) return settled();
        return tell(db, created, {
          kind: 'declared',
          by,
          text: text ?? nothing,
          nextUpdateAt: nextUpdate(nextUpdateAt),
        });
      }),
    async suspect({ by: _, ...suspicion }) {
      return database.transaction((db) =>
        createOutage(db, { ...suspicion, kind: 'outage', status: 'suspected', now: now() }),
      );
    },
    plan: ({ by, text, nextUpdateAt: _, ...maintenance }) =>
      committed(async (db) => {
        const created = await createOutage(db, { ...maintenance, kind: 'maintenance', status: 'planned', now: now() });
        if (!created) return settled();
        // Told to nobody yet: whoever asks hears of it, and is reminded.
        await addOutageUpdate(db, { outageId: created.id, kind: 'declared', by, text: text ?? nothing, at: now() });
        return (await findOutage(db, created.id))!;
      }),
    confirm: (id, change) =>
      committed(async (db) => {
        await getOwn(db, id, change);
        const { by, text, nextUpdateAt, ...rest } = change;
        const opened = await changeOutage(db, id, ['suspected', 'planned'], { ...rest, status: 'open' }, now());
        if (!opened) return settled();
        return tell(db, opened, {
          kind: 'declared',
          by,
          text: text ?? nothing,
          nextUpdateAt: nextUpdate(nextUpdateAt),
        });
      }),
    update: (id, change) =>
      committed(async (db) => {
        await getOwn(db, id, change);
        const { by, text, nextUpdateAt, ...rest } = change;
        const changed = await changeOutage(db, id, live, rest, now());
        if (!changed) return settled();
        if (text === undefined && nextUpdateAt === undefined) return changed;
        if (changed.status === 'suspected') return settled();
        const next = changed.status === 'planned' ? nextUpdateAt : nextUpdate(nextUpdateAt);
        return tell(db, changed, { kind: 'updated', by, text: text ?? nothing, nextUpdateAt: next });
      }),
    close: (id, change) =>
      committed(async (db) => {
        await getOwn(db, id, change);
        const { by, text } = change;
        const at = now();
        const closed = await changeOutage(db, id, ['open', 'planned'], { status: 'closed', closedAt: at }, at);
        if (!closed) return settled();
        return tell(db, closed, { kind: 'closed', by, text: text ?? nothing });
      }),
    dismiss: (id) =>
      committed(async (db) => {
        const dismissed = await changeOutage(db, id, ['suspected', 'planned'], { status: 'dismissed' }, now());
        if (dismissed) return dismissed;
        if (await findOutage(db, id)) return settled();
        throw new SupportError('outage_not_found', id);
      }),
    async remind(id, by) {
      await committed(async (db) => {
        const outage = await changeOutage(db, id, ['planned'], { remindedAt: now() }, now());
        return outage ? tell(db, outage, { kind: 'reminder', by, text: nothing }) : settled();
      });
    },
  };
}
