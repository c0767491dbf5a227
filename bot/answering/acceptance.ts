import type { Database, Queries } from '../../adapters/database/port.ts';
import type { AuditLog } from '../../adapters/database/repositories/audit.ts';
import { findSetting, saveSetting } from '../../adapters/database/repositories/settings.ts';

/** What an administrator agreed to: one model behind one endpoint in one place. Another is asked about anew. */
export interface ModelTerms {
  readonly endpoint: string;
  readonly model: string;
  readonly region: string | undefined;
}

export interface Acceptance extends ModelTerms {
  readonly accepted: boolean;
  readonly by: string;
  /** epoch ms */
  readonly at: number;
}

const key = 'language-model';

/** Asked of the database each time: what an administrator decides holds on every node at once. */
export async function findAcceptance(db: Queries): Promise<Acceptance | undefined> {
  const stored = await findSetting(db, key);
  return stored === undefined ? undefined : (JSON.parse(stored) as Acceptance);
}

/** Whether these very terms are accepted. */
export async function isAccepted(db: Queries, terms: ModelTerms): Promise<boolean> {
  const last = await findAcceptance(db);
  return (
    last?.accepted === true &&
    last.endpoint === terms.endpoint &&
    last.model === terms.model &&
    (last.region ?? '') === (terms.region ?? '')
  );
}

/** Written with its audit entry, or not at all (R32). */
export async function decideAcceptance(
  { database, audit }: { readonly database: Database; readonly audit: AuditLog },
  decision: Acceptance,
  personId: string | undefined,
): Promise<void> {
  const { endpoint, model, region, by, at } = decision;
  await database.transaction(async (db) => {
    await saveSetting(db, key, JSON.stringify(decision));
    await audit.append(db, {
      kind: decision.accepted ? 'model.accepted' : 'model.withdrawn',
      personId: personId ?? by,
      data: { endpoint, model, ...(region === undefined ? {} : { region }) },
      now: at,
    });
  });
}

export type ModelState = Awaited<ReturnType<typeof modelState>>;

/** As the desk shows it. */
export async function modelState(db: Queries, terms: ModelTerms | undefined) {
  if (!terms) return { set: false, accepted: false } as const;
  const last = await findAcceptance(db);
  const accepted = await isAccepted(db, terms);
  return {
    set: true,
    accepted,
    endpoint: terms.endpoint,
    model: terms.model,
    region: terms.region ?? null,
    by: last?.by ?? null,
    at: last?.at ?? null,
  } as const;
}
