import type { Queries } from '../../adapters/database/port.ts';
import { findDelivery, proveDelivered } from '../../adapters/database/repositories/campaign-deliveries.ts';
import {
  beginParticipation,
  eraseParticipationOf,
  findResultsOf,
  finishParticipation,
  recordAnswer,
  recordUsefulness,
} from '../../adapters/database/repositories/participation.ts';
import type { OwnResult } from '../../dialogs/campaigns/exercise.ts';
import type { Effect } from '../../dialogs/index.ts';
import type { Language } from '../../knowledge/index.ts';

/** Where a person works, so that a report can tell departments apart where they are large enough. */
export interface Affiliation {
  readonly department?: string | undefined;
  readonly site?: string | undefined;
}

/** Writes what a turn's effects say of campaigns, in the turn's own transaction (R9, R10). */
export async function carryOutParticipation(
  db: Queries,
  effects: readonly Effect[],
  person: { readonly personId: string; readonly language: Language; readonly affiliation: Affiliation },
  now: number,
): Promise<void> {
  const { personId, language, affiliation } = person;
  for (const effect of effects) {
    if (effect.type === 'eraseResults') await eraseParticipationOf(db, personId);
    if (effect.type !== 'participate') continue;
    const { campaign, part, change } = effect;
    const which = { campaign, part, personId };
    switch (change.what) {
      case 'begun':
        // Whoever begins it has received it, whatever became of the request that sent it (R10).
        await proveDelivered(db, which, now);
        await beginParticipation(db, {
          ...which,
          ...affiliation,
          language,
          deliveredAt: (await findDelivery(db, which))?.deliveredAt,
          now,
        });
        break;
      case 'answered':
        await recordAnswer(db, { ...which, ...change, now });
        break;
      case 'finished':
        await finishParticipation(db, which, now);
        break;
      case 'useful':
        await recordUsefulness(db, which, change.useful);
        break;
      case 'postponed':
        break;
    }
  }
}

export async function findOwnResults(db: Queries, personId: string): Promise<readonly OwnResult[]> {
  return (await findResultsOf(db, personId)).map(({ finishedAt, ...result }) => ({
    ...result,
    ...(finishedAt === null ? {} : { finishedAt }),
  }));
}
